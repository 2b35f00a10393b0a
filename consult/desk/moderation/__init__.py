"""What staff work with: moderation."""
