"""Agencies and civil society, and who speaks for them."""
