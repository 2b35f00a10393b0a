"""The page on the initiative and on joining it."""
