"""What changed between two runs of a review, and why."""
