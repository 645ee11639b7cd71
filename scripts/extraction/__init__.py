"""From the words of an abstract to its results: estimates, arms and facts about the study.

The grammar works in steps, each a module that knows nothing of the next: `normalise` (a view of
the text with the same offsets), `sentences`, `numbers`, `naming` and `mentions` (what is written),
`arms` (who is compared), `series` (numbers side by side), `measures` and `claims` (what they are
numbers of), `layout` (whose and when), `relations` (findings), `coherence` (what does not fit
together). `reader` runs them in turn; `facts` reads what is not a result.
"""
