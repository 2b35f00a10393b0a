"""What everybody sees: consultations."""
