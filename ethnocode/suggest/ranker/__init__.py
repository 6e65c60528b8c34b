"""Ranker: learned from decisions, it says how likely each code is, what adds up to that,
and what deserves to be shown.
"""
