"""What more than one face shows: said once, in one way."""
