"""What staff work with: accounts."""
