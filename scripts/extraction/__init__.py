"""From the words of an abstract to its results: estimates, arms and facts about the study.

The grammar works in steps, each a module that knows nothing of the next: `normalise` (a view of
the text with the same offsets), `sentences`, `numbers` and `mentions` (what is written),
`arms` (who is compared), `series` and `relations` (which number belongs to what), `coherence`
(what does not fit together). `reader` runs them in turn.
"""
