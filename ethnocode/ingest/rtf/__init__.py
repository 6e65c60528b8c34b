"""Rich Text Format (.rtf).

``striprtf`` knows which groups hold no words and what code pages the character sets of
fonts mean, and those tables are taken from it. Its converter is not: it drops footnotes,
comments, text boxes, old list numbers and running headers, keeps deleted words in the
text, writes the addresses of links into it, and joins the cells of a row with bars.
"""
