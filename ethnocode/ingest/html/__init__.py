"""Web pages: all their words, with menus and forms kept beside the text."""
