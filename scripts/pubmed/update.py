"""The update of an earlier search: records created since, or given MeSH since.

[crdt] never moves, so it finds what is new; an older record can meet a MeSH term only from
the day it is indexed, which [mhda] tells. The whole search, which is always run beside it,
finds both, and what has left.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from pubmed.replies import SearchReply

Ask = Callable[[str, int], SearchReply]


@dataclass(frozen=True, slots=True)
class Update:
    """The update search as sent, and how many records it counts, in all and by each date."""

    since: str
    term: str
    count: int
    created: int
    indexed: int
    asked_at: str


def update_of(ask: Ask, query: str, since: datetime.date, until_range: str) -> Update:
    """Count what a search finds among the records created, or given MeSH, since a day."""
    first = f"{since:%Y/%m/%d}:3000"
    dated = f"({query}) AND {until_range}"
    term = f"{dated} AND ({first}[crdt] OR {first}[mhda])"
    reply = ask(term, 0)
    created = ask(f"{dated} AND {first}[crdt]", 0).count if reply.count else 0
    indexed = reply.count - created
    return Update(since.isoformat(), term, reply.count, created, indexed, reply.asked_at)
