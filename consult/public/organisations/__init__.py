"""What everybody sees: organisations."""
