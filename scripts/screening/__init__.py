"""Decide at title and abstract level which records a review keeps, and show why."""
