"""An installation's own words: added by officers, read from word lists, learned; merged with the shipped lexicon."""
