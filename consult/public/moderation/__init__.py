"""What everybody sees: moderation."""
