"""What the public says: comments, replies and proposals; and whether somebody may vote on something now."""
