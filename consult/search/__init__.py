"""The texts in which people search, folded, kept current by whoever writes what they describe."""
