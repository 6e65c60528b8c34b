"""Reading: sources cut into passages, as numbered words, with cues, badges and vectors."""
