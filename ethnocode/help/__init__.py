"""Manual pages, one Markdown file a topic."""
