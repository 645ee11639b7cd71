"""Numbers that stand side by side, and what stands beside each."""
