"""Themes, summaries, responses, publication."""
