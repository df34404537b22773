"""The page and the JSON interface on the person's own machine: a door beside the terminal's."""
