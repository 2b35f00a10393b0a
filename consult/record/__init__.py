"""The public log, and the sequence that references come from; every service above appends to it."""
