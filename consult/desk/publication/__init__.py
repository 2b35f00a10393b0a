"""What staff work with: publication."""
