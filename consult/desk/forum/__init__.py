"""The forum at the desk: rules, seats, meetings with their minutes, people, and action items."""
