"""What everybody sees: plans."""
