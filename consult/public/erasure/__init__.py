"""What everybody sees: erasure."""
