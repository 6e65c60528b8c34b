"""Agreement: how far coders give the same codes to the same words."""
