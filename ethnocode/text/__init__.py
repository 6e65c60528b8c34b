"""Pure functions on strings: canonical text, words, blocks, dates, turns, citations."""
