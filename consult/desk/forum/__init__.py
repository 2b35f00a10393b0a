"""The forum at the desk: its rules and its seats."""
