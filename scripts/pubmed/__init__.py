"""PubMed: the E-utilities client, the query language, and what a record's XML says."""
