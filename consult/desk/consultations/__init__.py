"""What staff work with: consultations."""
