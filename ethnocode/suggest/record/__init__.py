"""Record: how suggestions do on passages that nothing was learned from."""
