"""Plans, commitments, their versions and clauses, milestones."""
