"""What the program shows: every room here turns values into text, none reads the store."""
