"""Whether a pair of values is told of a treatment that no arm is: the order before does not hold.

`Patients had early or late surgery ... but ticagrelor increased bleeding (4.8% v 3.8%)` sets those
given ticagrelor against others, not the arms of the comparison before.
"""

from __future__ import annotations

from extraction.arms.study import Arms
from extraction.clauses.sequence import clause_start
from extraction.mentions.lines import Line
from extraction.series.series import Series
from extraction.tokens import ArmMention
from extraction.word_lists import Worded
from vocabulary.match import fold

#: A treatment that does something, or that something came with; one that was done was everyone's.
_SUBJECT = Worded(
    r"(?:^\W*|[.;,:]\s|\b(?:but|and|while|whilst|whereas|although|though|yet|however)\s)\s*"
    r"(?:(?:[Tt]he|[Oo]verall|in general|[Cc]onversely|[Cc]onsistently)\s|"
    r"(?:[Ii]n|[Aa]mong|[Ff]or)\s[^,;.]{2,40}?(?:patients|women|men|disease|tumou?rs|cancers?),?\s)*"
    r"(?:(?:[Uu]se|[Aa]ddition|administration|effect|benefit)\sof\s(?:the\s)?)?"
    r"(?P<who>[A-Za-z][\w-]{3,})(?:\s(?:therapy|treatment|use|users|recipients|patients))?"
    r"(?:\s(?:compared (?:with|to)|versus|vs\.?|v)\s[\w-]+,?)?"
    r"\s(?:(?:also|still|consistently|significantly|markedly|slightly)\s)*"
    r"(?:(?:was|is|were)\s(?:\w+ly\s)?@linked\s(?:with|to)\b|@caused\b|@changed_by\b|@experienced\b)"
)

_REACH = 300


def is_of_another(line: Line, series: Series, arms: Arms) -> bool:
    """Whether the clause of a pair without arms has another treatment for its subject."""
    start = max(clause_start(line, series.start), series.start - _REACH)
    subjects = list(_SUBJECT.of(line.words).finditer(line.view[start : series.start]))
    if not subjects:
        return False
    begin, end = (start + at for at in subjects[-1].span("who"))
    if any(begin < m.end and m.start < end for m in line.of(ArmMention)):
        return False
    who = fold(subjects[-1]["who"])
    if not (arms.words.is_drug(who) or any(arms.words.treatments.find(who))):
        return False
    return not any(who in fold(name) for arm in arms.arms for name in (arm.label, *arm.names))
