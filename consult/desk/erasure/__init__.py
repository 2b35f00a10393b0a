"""What staff work with: erasure."""
