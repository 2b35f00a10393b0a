"""On which level of participation people take part: what is promised of a process, what was reached, what shows it."""
