"""A review from its first question to the nouns it writes: the week, the quarter, and the question why."""
