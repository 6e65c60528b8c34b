"""E-mails: single messages, mailboxes, and those of Outlook."""
