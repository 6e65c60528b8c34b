"""Word documents (.docx).

Read with the standard library alone: of six libraries and converters that were
measured on 23 files, every one loses words that people wrote (tracked insertions,
moved text, text boxes, content controls, notes, numbers of headings), and none says
where the words of deletions and comments stood.
"""
