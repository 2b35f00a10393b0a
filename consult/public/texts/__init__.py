"""What everybody sees: texts."""
