"""PDF files: printed pages turned back into running text."""
