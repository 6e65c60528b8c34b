"""Suggestions from the passages of a study to a coder's decisions, and what was learned."""
