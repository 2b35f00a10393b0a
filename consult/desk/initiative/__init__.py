"""The page on the initiative, as coordinators keep it."""
