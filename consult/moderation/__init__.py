"""What may be shown: decisions by published rules, one public log entry each."""
