"""Reports: what is counted, how, and for whom."""
