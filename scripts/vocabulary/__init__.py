"""The words of a review: drugs, regimens and populations, and how they are found in text."""
