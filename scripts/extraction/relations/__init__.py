"""Whose numbers they are and when: arms, times, p-values, intervals, the sides of ratios."""
