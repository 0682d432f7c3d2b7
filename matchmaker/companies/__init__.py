"""Companies: membership, verification, the directory."""
