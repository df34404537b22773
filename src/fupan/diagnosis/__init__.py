"""From a missed goal's record to a weighed, explained proposal: laziness, ability, or unclear.

Nothing is imported here: who only puts a stored diagnosis into words needs `sentences`, not what weighs the evidence.
"""
