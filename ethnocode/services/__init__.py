"""One module for each thing a user asks for; model values in and out."""
