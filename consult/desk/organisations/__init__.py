"""What staff work with: organisations."""
