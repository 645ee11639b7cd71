"""Figures of the report, each a function from table rows to the bytes of an SVG.

    forest_plot(estimates, pooled)   rows of synthesis/estimates.csv for one comparison and
                                     endpoint, in order, and their row of synthesis/pooled.csv
    evidence_map(points)             rows with theme, year, patients (or None), label
    follow_up_timeline(points)       rows with label, year, follow_up_months
    median_plot(points, endpoint)    rows with label, arm, group, median_months, n (or None)

Rows are dicts as ``review.tables.read_table`` gives them. Every function returns SVG with a
<title> and a <desc>, ids that are unique to the figure (several can stand in one page), text
kept as text, and no date: the same rows give the same bytes. Lines and text are drawn in
``currentColor``, so put the SVG inline and it follows light, dark and print styles.
``forest_description`` gives a forest plot's alternative text alone. Nothing here draws for an
empty list of rows: ValueError.
"""

from reporting.figures.forest import forest_description, forest_plot
from reporting.figures.overview import evidence_map, follow_up_timeline, median_plot

__all__ = [
    "evidence_map",
    "follow_up_timeline",
    "forest_description",
    "forest_plot",
    "median_plot",
]
