"""Corpus: all passages as rows, what was decided on them, and what is known of each."""
