"""A complete search: every PMID that a query finds up to a day, however many.

ESearch lists at most 9,999 PMIDs and paging beyond is refused, so a larger search is cut at
creation dates ([crdt], which never move), and a single day that is still too large at PMIDs,
until every window is under the cap. The windows' sum must be the count of the whole.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from pubmed.client import CAP
from pubmed.complaints import Spell, refuse_complaints
from pubmed.replies import Complaint, SearchReply
from review.errors import ReviewError

# PubMed's oldest creation dates are of the 1960s; its oldest papers, of the 18th century.
_FIRST_DAY = datetime.date(1780, 1, 1)
_LAST_PMID = 99_999_999
_ROUNDS = 3
# Windows in one round: at ten requests a second they are all on their way in two seconds.
_AT_ONCE = 16
# Records of PubMed by creation date: since 1945, the share up to a day grows as time to this.
_GROWTH_FROM = datetime.date(1945, 1, 1)
_GROWTH = 2.2

Ask = Callable[[str, int], SearchReply]
Span = tuple[datetime.date, datetime.date]


@dataclass(frozen=True, slots=True)
class Window:
    """One ESearch request and what it answered, as the ledger keeps it."""

    term: str
    count: int
    listed: int
    translation: str
    complaints: tuple[Complaint, ...]
    asked_at: str


class NothingFound(ReviewError):
    """A search without a hit."""

    def __init__(self, query: str, until: datetime.date, translation: str, hint: str = "") -> None:
        self.translation = translation
        super().__init__(
            f"the search finds no record created up to {until}; "
            f"PubMed read the query as: {translation or '(nothing)'}",
            where="search.query",
            value=query,
            fix=f"{hint}Widen the query, move search.until, or check that the source holds such "
            "records.",
        )


@dataclass(slots=True)
class Search:
    """A search that is complete: its PMIDs in numeric order, and every window it took."""

    query: str
    until: str
    count: int = 0
    pmids: list[str] = field(default_factory=list)
    whole: Window | None = None
    windows: list[Window] = field(default_factory=list)


def creation_range(last: datetime.date, first: datetime.date = _FIRST_DAY) -> str:
    """Return the term for records created from one day to another, both included."""
    return f"{first:%Y/%m/%d}:{last:%Y/%m/%d}[crdt]"


def search_all(
    ask: Ask,
    query: str,
    until: datetime.date,
    *,
    allowed: Collection[str] = (),
    cap: int = CAP,
    spell: Spell = lambda phrase: "",
) -> Search:
    """Find every PMID of ``query`` among the records created up to ``until``.

    ``ask`` sends one ESearch (term, retmax). ``allowed`` are the phrases that PubMed may
    leave unused, ``spell`` asks for the spelling of one it does not know. Raises ReviewError
    when PubMed did not use the query as it stands, when nothing is found, or when the windows
    do not add up to the whole, three times in a row.
    """
    for _ in range(_ROUNDS):
        search = Search(query=query, until=until.isoformat())
        whole, pmids = _window(ask, _dated(query, _FIRST_DAY, until), cap)
        refuse_complaints(whole.complaints, whole.translation, allowed, spell)
        if whole.count == 0:
            raise NothingFound(query, until, whole.translation)
        search.whole, search.count = whole, whole.count
        if whole.count <= cap:
            search.windows = [whole]
        else:
            parts = _by_date(ask, query, whole.count, until, cap)
            search.windows = [window for window, _ in parts]
            pmids = [pmid for _, found in parts for pmid in found]
        search.pmids = sorted(set(pmids), key=int)
        if len(search.pmids) == len(pmids) == search.count == _sum(search.windows):
            return search
        # Records were added or moved while the windows were asked one after another.
    raise ReviewError(
        f"the windows of the search add up to {_sum(search.windows)} "
        f"with {len(search.pmids)} different PMIDs, but the whole counts {search.count}",
        where="search",
        fix="PubMed was changing while it was asked: run the search again later.",
    )


def _by_date(
    ask: Ask, query: str, count: int, until: datetime.date, cap: int
) -> list[tuple[Window, list[str]]]:
    """Return windows under the cap that cover the search, oldest first.

    Each round asks all its windows at once; those still over the cap are cut in the next.
    """
    done: dict[tuple[datetime.date, int], tuple[Window, list[str]]] = {}
    spans = _first_cuts(count, until, cap)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        while spans:
            terms = [_dated(query, *span) for span in spans]
            replies = list(pool.map(lambda term: _window(ask, term, cap), terms))
            over = []
            for span, term, (window, pmids) in zip(spans, terms, replies, strict=True):
                if window.count <= cap:
                    done[span[0], 0] = (window, pmids)
                elif span[0] == span[1]:
                    for place, part in enumerate(_by_pmid(ask, term, pmids, cap)):
                        done[span[0], place] = part
                else:
                    over += _cut(*span, window.count, cap)
            spans = over
    return [done[key] for key in sorted(done)]


def _first_cuts(count: int, until: datetime.date, cap: int) -> list[Span]:
    """Cut the whole time where PubMed's own growth puts equal shares of its records."""
    parts = _parts(count, cap)
    start, end = _GROWTH_FROM.toordinal(), until.toordinal()
    days = [
        start + round((end - start) * (part / parts) ** (1 / _GROWTH)) for part in range(1, parts)
    ]
    return _spans(_FIRST_DAY.toordinal(), days, end)


def _cut(first: datetime.date, last: datetime.date, count: int, cap: int) -> list[Span]:
    """Cut a span into so many of equal length that each may be under the cap."""
    start, end = first.toordinal(), last.toordinal()
    parts = _parts(count, cap)
    return _spans(start, [start + (end - start) * part // parts for part in range(1, parts)], end)


def _parts(count: int, cap: int) -> int:
    # A third more than would do if the records lay evenly.
    return min(_AT_ONCE, max(2, math.ceil(count * 4 / 3 / cap)))


def _spans(start: int, cuts: list[int], end: int) -> list[Span]:
    """Return the spans that end on each cut; a cut outside, or twice, is left out."""
    ends = [*sorted({cut for cut in cuts if start <= cut < end}), end]
    starts = [start] + [day + 1 for day in ends[:-1]]
    return [
        (datetime.date.fromordinal(one), datetime.date.fromordinal(other))
        for one, other in zip(starts, ends, strict=True)
    ]


def _by_pmid(
    ask: Ask, term: str, listed: list[str], cap: int, first: int = 1, last: int = _LAST_PMID
) -> Iterator[tuple[Window, list[str]]]:
    """Yield windows of PMIDs, cut at the middle of those that the window before them lists."""
    known = sorted(int(pmid) for pmid in listed)
    middle = min(max(known[len(known) // 2], first), last - 1)
    for start, end in ((first, middle), (middle + 1, last)):
        window, pmids = _window(ask, f"({term}) AND {start}:{end}[uid]", cap)
        if window.count <= cap:
            yield window, pmids
        elif start == end:
            raise ReviewError(
                f"{window.count} records share one PMID",
                where="search",
                value=window.term,
                fix="The service counts wrongly: run the search again later.",
            )
        else:
            yield from _by_pmid(ask, term, pmids, cap, start, end)


def _window(ask: Ask, term: str, cap: int) -> tuple[Window, list[str]]:
    """Ask for one window; a list that is not as long as its count is asked for again."""
    for _ in range(_ROUNDS):
        reply = ask(term, cap)
        window = Window(
            term, reply.count, len(reply.pmids), reply.translation, reply.complaints, reply.asked_at
        )
        over = reply.count > cap and reply.pmids
        if over or len(set(reply.pmids)) == len(reply.pmids) == reply.count:
            return window, list(reply.pmids)
    raise ReviewError(
        f"PubMed counts {reply.count} records but lists {len(set(reply.pmids))} different PMIDs",
        where="search",
        value=term,
        fix="Run the search again later.",
    )


def _dated(query: str, first: datetime.date, last: datetime.date) -> str:
    return f"({query}) AND {creation_range(last, first)}"


def _sum(windows: list[Window]) -> int:
    return sum(window.count for window in windows)
