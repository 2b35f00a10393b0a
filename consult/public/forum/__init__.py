"""The forum as everybody reads of it: rules, seats, meetings, minutes with names, and action items."""
