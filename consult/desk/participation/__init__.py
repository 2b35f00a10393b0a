"""The level of participation at the desk: what is promised, what was reached, and what shows it."""
