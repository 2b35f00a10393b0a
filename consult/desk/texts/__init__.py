"""What staff work with: texts."""
