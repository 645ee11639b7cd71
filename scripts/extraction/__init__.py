"""From the words of an abstract to its results: estimates, arms and facts about the study.

The grammar works in steps, each a folder that knows nothing of the next: `text` (a view that reads
evenly, with the same offsets), `numbers`, `arms` (who is compared), `mentions` (all that a sentence
mentions), `series` (numbers side by side), `clauses` (what is said of whom), `claims` (what the
numbers are numbers of) and `relations` (whose, and when). `coherence` then tells what does not fit
together. `reader` runs them in turn; `facts` reads what is not a result.
"""
