"""What staff work with: documents."""
