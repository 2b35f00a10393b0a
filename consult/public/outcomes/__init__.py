"""What everybody sees: outcomes."""
