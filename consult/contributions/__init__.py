"""What the public says: comments, replies, proposals, votes."""
