"""One person's choice on a subject: the last one counts."""
