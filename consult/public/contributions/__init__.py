"""What everybody sees: contributions."""
