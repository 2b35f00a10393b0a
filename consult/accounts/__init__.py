"""Who people are: users, credentials, roles."""
