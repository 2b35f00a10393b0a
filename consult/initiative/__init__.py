"""The page on the initiative and on joining it: sections of prose and facts with their sources, in editions."""
