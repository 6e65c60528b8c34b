"""The record of the suggestions: measured, laid out, and on passages drawn at random."""
