"""Words: the pipeline that tells them, and the one form of all inflections of a word."""
