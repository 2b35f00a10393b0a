"""What came by post, by email, by telephone or on paper: keyed in, with its receipt and its original."""
