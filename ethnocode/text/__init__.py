"""Pure functions on strings: canonical text, words, blocks, dates, turns, citations.

Where to look, by what is looked for in a text:

- what it is made of: ``normalise``, ``words``, ``blocks``, ``marked_headings``,
  ``strict_yaml``, and ``plausibility`` of what was decoded;
- dates: ``months``, ``days`` (full dates), ``dates`` (fuzzy ones too), then ``headlines``
  (lines that begin with one), ``entries`` and whether they make a ``journal``;
- speakers: ``media_times``, ``speaker_labels``, ``label_lines`` (lines that may begin a
  turn), ``speaking_lines`` (those that do), ``turns``; ``chats`` for messages;
- ``observer`` comments; ``mail_lines`` and what in an e-mail is ``quoted``;
- where a passage is: ``locate``, ``locator``, ``citation``;
- what became of it in an edited text: ``anchoring``, and below it ``diff``, ``slides``,
  ``islands``, ``moves``, ``partners``, ``company``, ``rivals``; ``edits`` of other files.
"""
