"""What everybody sees: home."""
