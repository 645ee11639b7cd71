"""Short forms that an abstract defines itself: `surgical site infection (SSI)`.

The long form is found as Schwartz and Hearst do (Pac Symp Biocomput 2003:451-62): the letters of
the short form are looked for from the right, the first of them at the start of a word.

    >>> short_forms("a surgical site infection (SSI) was seen")
    {'SSI': 'surgical site infection'}
"""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType

_SHORT = re.compile(r"[(\[](?<=\s.)(?P<short>[A-Za-z][\w/+-]{1,9})[)\],;]")
_CAPITAL = re.compile(r"[A-Z]")
_TOKEN = re.compile(r"[A-Za-z][\w/+-]*")
_BREAK = re.compile(r"[.;:()\[\]]\s")


@lru_cache(maxsize=4)
def short_forms(view: str) -> MappingProxyType[str, str]:
    """The long form of every short form that a text defines, by the short form."""
    found: dict[str, str] = {}
    for match in _SHORT.finditer(view):
        short = match["short"]
        if len(_CAPITAL.findall(short)) < 2:
            continue
        long = _long_form(view, match.start() - 1, short)
        if long:
            found.setdefault(short, long)
            found.setdefault(f"{short}s", long)
    return MappingProxyType(found)


def spelled_out(view: str, words: str) -> str:
    """Some words of a text with its own short forms spelled out, in lower case."""
    known = short_forms(view)
    return " ".join(_TOKEN.sub(lambda m: known.get(m.group(), m.group()), words).lower().split())


def _long_form(view: str, end: int, short: str) -> str:
    letters = [char.lower() for char in short if char.isalnum()]
    first = max(0, end - 12 * len(letters) - 20)
    breaks = list(_BREAK.finditer(view, first, end))
    first = breaks[-1].end() if breaks else first
    at = end
    for place in range(len(letters) - 1, -1, -1):
        at -= 1
        while at >= first and not (
            view[at].lower() == letters[place] and (place or at == 0 or not view[at - 1].isalnum())
        ):
            at -= 1
        if at < first:
            return ""
    long = view[at:end].strip()
    return long if len(long) > len(short) and len(long.split()) <= len(letters) + 4 else ""
