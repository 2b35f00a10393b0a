"""What staff work with: speaking."""
