"""What staff work with: answers."""
