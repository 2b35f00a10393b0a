"""What staff work with: home."""
