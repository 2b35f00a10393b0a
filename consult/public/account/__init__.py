"""What everybody sees: account."""
