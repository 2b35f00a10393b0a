"""What everybody sees: demonstration."""
