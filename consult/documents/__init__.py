"""Stored files: their versions, what they are attached to, and what was done with each."""
