"""What everybody may do: report a voice."""
