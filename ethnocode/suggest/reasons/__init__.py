"""Reasons: the words that a suggestion marks, and why, in the words of both sides."""
