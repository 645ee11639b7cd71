"""Facts about a study, each from words of its report: design, patients, size, follow-up, names.

`passages` tells which sentences speak of the study itself; `categories`, `sizes`, `follow_up`,
`treatment` and `names` each read one kind of fact from them; `find` runs them in turn, and
`suggest` names reports that may belong to one study.
"""
