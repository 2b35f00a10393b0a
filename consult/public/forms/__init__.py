"""The forms of readers and participants."""
