"""What everybody sees: pages."""
