"""Read one record: every result of its abstract, its arms, and where each is written.

>>> reading = read(record, lexicon)      # doctest: +SKIP
>>> reading.findings[0].endpoint         # doctest: +SKIP
'PFS'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extraction.arms.contrast import complete
from extraction.arms.designs import is_factorial
from extraction.arms.find import find_arms
from extraction.arms.labels import ONE_TEXT
from extraction.arms.mentioned import find_mentions
from extraction.arms.pointing import orders_of_all, side_by_side
from extraction.arms.sizes import count
from extraction.arms.study import Arms
from extraction.claims.find import speak_of_events
from extraction.claims.place import Context
from extraction.claims.primary import primary_of
from extraction.finding import Finding
from extraction.lexicon import Lexicon
from extraction.mentions.lines import Line, read_lines
from extraction.numbers.pvalues import all_one_sided
from extraction.relations.direction import settle
from extraction.relations.find import find_results
from extraction.relations.following import told_after, told_before, with_other_side
from extraction.stance import reports_results
from extraction.text.normalise import normalise
from extraction.text.sentences import split
from review.records import Section

#: Between title and abstract where both are read at once (arms count from the title's start).
TITLE_BREAK = " \n"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in a text: arms, lines with their mentions, findings."""

    text: str
    view: str
    arms: Arms
    lines: Sequence[Line]
    findings: Sequence[Finding]


def read(
    abstract: str, lexicon: Lexicon, sections: Sequence[Section] = (), title: str = ""
) -> Reading:
    """Read an abstract; the title only helps to tell the arms and the field.

    Offsets of lines and findings are into `abstract`.
    """
    view = normalise(abstract)
    named = normalise(title) + TITLE_BREAK + view
    introduction = named[:ONE_TEXT]
    arms = complete(find_arms(introduction, lexicon), introduction, lexicon)
    arms.crossed = is_factorial(named)
    mentions = find_mentions(arms, named)
    count(arms, named, mentions)
    arms.paired = side_by_side(mentions, named)
    if len(arms) > 2:
        arms.orders = orders_of_all(mentions, named, len(arms))
    shift = len(named) - len(view)
    own = [
        replace(mention, start=mention.start - shift, end=mention.end - shift)
        for mention in mentions
        if mention.start >= shift
    ]
    lines = read_lines(view, named, split(view, sections), lexicon, own)
    context = Context(primary=primary_of(lines))
    found: list[list[Finding]] = []
    previous: Line | None = None
    for line, counts in zip(lines, reports_results(lines), strict=True):
        if counts:
            told = told_after(line, found)
            found[-2:] = [[told.get(id(row), row) for row in rows] for rows in found[-2:]]
        speak_of_events(line, context)
        rows = find_results(line, arms, context) if counts else []
        found.append(told_before(line, rows, previous) if previous is not None else rows)
        previous = line if counts else None
        found[-2:] = map(list, with_other_side(*found[-2:])) if len(found) > 1 else found
    findings = [finding for rows in found for finding in rows]
    settled = settle(findings, arms, view, lexicon.endpoints)
    if all_one_sided(view):
        settled = [replace(row, one_sided=row.one_sided or row.p is not None) for row in settled]
    return Reading(abstract, view, arms, lines, settled)
