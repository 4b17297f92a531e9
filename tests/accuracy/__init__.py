"""How right the program is: its reading of a corpus held against the known truth."""
