"""Loading the demonstration: its content goes through the services that people's words go through."""
