"""One module for each kind of collection, and the clauses and edits that they are made of."""
