"""What every part may use: the clock, Arabic text, HTML, CSV. Pure; imports nothing of the product."""
