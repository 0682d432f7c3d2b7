"""Compile the shipped lexicon ahead of time: `python -m matchmaker.matching.engine.warm`."""

from matchmaker.matching.engine.suggestion import suggest_hs

if __name__ == "__main__":
    suggest_hs("ginger")
