"""What is asked and when: lifecycle and rules."""
