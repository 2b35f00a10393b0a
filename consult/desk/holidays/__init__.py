"""What staff work with: holidays."""
