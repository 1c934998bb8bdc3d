"""How well known passages are found: collections with injected passages, and their scores."""
