"""One file for each kind of collection, and what they are made of: clauses and edits."""
