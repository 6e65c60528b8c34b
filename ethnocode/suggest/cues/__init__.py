"""Cues: where participants' words that hint at a code occur in a text."""
