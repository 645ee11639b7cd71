"""The parameters of a call, checked as NCBI checks them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from localpubmed.numbers import number_of, pmid_of


class Parameters:
    """Parameters by name; names are not case-sensitive, values lose surrounding blanks."""

    def __init__(self, values: Mapping[str, Sequence[str]]) -> None:
        self._values: dict[str, list[str]] = {}
        for name, given in values.items():
            self._values.setdefault(name.lower(), []).extend(value.strip() for value in given)

    def text(self, name: str, default: str = "") -> str:
        """Return the first value of a parameter that is not empty."""
        return next((value for value in self._values.get(name.lower(), ()) if value), default)

    def number(self, name: str, default: int) -> int:
        """Return a parameter as a whole number, ``default`` when it is none."""
        number = number_of(self.text(name))
        return default if number is None else number

    def groups(self, name: str) -> list[list[str]]:
        """Return the values of a parameter that may be given several times, split at commas."""
        split = ([part.strip() for part in v.split(",")] for v in self._values.get(name, ()))
        return [parts for group in split if (parts := [part for part in group if part])]

    def ids(self) -> tuple[list[int], list[str]]:
        """Return (PMIDs, each once and in order; what is no PMID) of the ``id`` parameter."""
        pmids: dict[int, None] = {}
        invalid: list[str] = []
        for text in (text for group in self.groups("id") for text in group):
            pmid = pmid_of(text)
            if pmid:
                pmids[pmid] = None
            else:
                invalid.append(text)
        return list(pmids), invalid
