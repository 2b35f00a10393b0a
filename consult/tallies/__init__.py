"""The numbers that pages show, kept with the facts that they count."""
