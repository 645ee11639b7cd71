"""A sentence as its clauses: what they say of whom, and the outcomes that they name."""
