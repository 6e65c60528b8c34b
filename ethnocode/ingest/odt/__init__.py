"""OpenDocument texts (.odt, and flat .fodt).

Read with the standard library alone: of the libraries that were measured, one puts
deleted words and their authors into the text, one glues the cells of tables, and one
loses cells.
"""
