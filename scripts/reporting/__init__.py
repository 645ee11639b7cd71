"""The report: the review's tables as pages, diagrams and files that others can read."""
