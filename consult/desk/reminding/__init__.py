"""What staff work with: reminding those who owe something."""
