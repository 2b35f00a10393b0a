"""The public log and its receipts; every service above appends to it."""
