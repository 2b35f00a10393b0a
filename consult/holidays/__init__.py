"""The days on which the country does not work: shipped ones, and what the desk keeps over them."""
