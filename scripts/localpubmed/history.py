"""The history server: results that later calls name by WebEnv and query key.

A WebEnv is a digest of what is stored in it first, so the same calls get the same answers.
The least recently used sessions are forgotten, and asking for one is PubMed's error.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from localpubmed.match import Match
from review.files import sha256_of

_SESSIONS = 1_000
_RESULTS = 10_000


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored result: a search and its order, or (for EPost) PMIDs as posted."""

    match: Match
    shown: str
    order: str = "relevance"
    pmids: tuple[int, ...] | None = None


class History:
    """Sessions by WebEnv; methods may be called from several threads at once."""

    def __init__(self, fingerprint: str) -> None:
        self._fingerprint = fingerprint
        self._sessions: OrderedDict[str, list[Stored]] = OrderedDict()
        self._lock = Lock()

    def store(self, stored: Stored, webenv: str = "") -> tuple[str, int]:
        """Keep a result in a session, or in a new one; return (WebEnv, query key).

        A result that the session already holds keeps its key. Raises KeyError for a session
        that is not there.
        """
        with self._lock:
            if not webenv:
                told = (self._fingerprint, stored.match.text, stored.order, repr(stored.pmids))
                webenv = f"MCID_{sha256_of(chr(10).join(told))[:32]}"
                self._sessions.setdefault(webenv, [])
            results = self._sessions[webenv]
            self._sessions.move_to_end(webenv)
            if stored not in results:
                if len(results) >= _RESULTS:
                    raise KeyError(webenv)
                results.append(stored)
            while len(self._sessions) > _SESSIONS:
                self._sessions.popitem(last=False)
            return webenv, results.index(stored) + 1

    def result(self, webenv: str, key: int) -> Stored | None:
        """Return a stored result, or None if it is gone or never was."""
        with self._lock:
            results = self._sessions.get(webenv, [])
            return results[key - 1] if 0 < key <= len(results) else None

    def session(self, webenv: str) -> dict[int, tuple[Match, str]] | None:
        """Return what a session holds, by query key, as (match, wording); None if it is gone."""
        with self._lock:
            results = self._sessions.get(webenv)
            if results is None:
                return None
            return {key: (r.match, r.shown) for key, r in enumerate(results, start=1)}
