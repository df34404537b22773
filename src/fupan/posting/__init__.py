"""How a letter is signed, sealed and sent: well-kept cryptography, and the person's own mail."""
