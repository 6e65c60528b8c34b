"""What people write themselves: plain text, Markdown, Org, and Day One journals."""
