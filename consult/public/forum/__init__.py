"""The forum as everybody reads of it: its rules, who holds its seats, and how they are balanced."""
