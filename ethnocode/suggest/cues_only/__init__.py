"""Cues only: the plain engine that suggests whatever has a cue."""
