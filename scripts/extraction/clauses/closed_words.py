"""Words of a closed class: those that join, point and compare, in every abstract the same."""

from __future__ import annotations

from extraction.clauses.wording import word_set

PREPOSITIONS = word_set(
    "in at amongst after before within by during on with for from between among to through under "
    "towards despite following without across over until upon per regarding concerning about "
    "as beyond throughout besides"
)
HAVE = word_set("had have has")
BE = word_set("was were is are be been being remained became")
AGAINST = word_set("than compared versus vs v against relative")
RELATIVE = frozenset(["who", "which", "whose", "whom"])
#: What opens a clause that is not the one which tells the result (`although A was safe, ...`).
SUBORDINATE = word_set(
    "although though while whilst whereas when whenever if unless because since once provided"
)
#: What else opens a phrase before the clause itself (`using a strict definition, ...`).
OPENERS = word_set(
    "using according excluding including considering assuming irrespective regardless "
    "depending owing due unlike contrary applying adjusting controlling accounting allowing "
    "correcting taking given applied defined judged measured assessed analysed analyzed adjusted "
    "compared overall post concerning respecting looking pooling combining applying amid "
    "notwithstanding pending past near next prior subsequent apart aside instead thanks"
)
#: What opens a clause of place or time within another (`when A was used`).
WHERE = word_set("where wherein whereby when whenever")
ARTICLES = word_set("the a an any their his her its")
#: Signs and words that part two clauses, or two members of a list.
PARTING = word_set(", ; and or but while whereas")
#: Words that only say how much or how sure.
HOW = word_set(
    "significantly similarly statistically markedly approximately nearly only substantially "
    "slightly considerably clearly equally relatively respectively mostly mainly especially "
    "highly particularly consistently marginally numerically borderline nominally virtually "
    "roughly predominantly commonly frequently rarely usually generally strongly merely"
)


def is_adverb(text: str) -> bool:
    """Whether a word only tells how (`significantly`)."""
    return text in HOW or text in {"also", "not", "more", "less", "most", "often", "even"}
