"""PURE: the names of things: normalised text, units, HS codes, the product lexicon in eleven languages."""
