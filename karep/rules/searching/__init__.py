"""Finding: what the rep types, what is written down for finding, and whether the two meet. Pure."""
