"""The numbers of a sentence and what kind of number each is."""
