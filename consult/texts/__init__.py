"""Dated texts, their clauses, and what became of a clause from version to version."""
