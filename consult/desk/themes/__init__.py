"""What staff work with: themes."""
