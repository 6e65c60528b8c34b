"""Makes this folder one that the tests of every room find their small corpora in."""
