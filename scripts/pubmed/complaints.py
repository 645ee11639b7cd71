"""What PubMed did not use of a query as it was written: the search stops, and says how to go on."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Sequence

from pubmed.replies import Complaint
from review.errors import ReviewError

Spell = Callable[[str], str]

# The gravest first.
_EXPLAINED = {
    "PhraseNotFound": ("no record of the source holds this term", "Check its spelling."),
    "FieldNotFound": ("this field tag is unknown", "Use one of PubMed's tags, such as [tiab]."),
    "QuotedPhraseNotFound": (
        "this quoted phrase is not in the phrase index and was split into its words",
        'Search for adjacent words instead: "{}"[tiab:~0].',
    ),
    "PhraseIgnored": ("this term was ignored", "Remove it, or quote the phrase it belongs to."),
    "OutputMessage": ("it says so itself", "Change the query until PubMed says nothing."),
}
_MISSPELT = ("PhraseNotFound", "QuotedPhraseNotFound")


def refuse_complaints(
    complaints: Sequence[Complaint], translation: str, allowed: Collection[str], spell: Spell
) -> None:
    """Raise ReviewError when PubMed ignored or rewrote a phrase that was not allowed.

    ``allowed`` are phrases in any case, with or without quotes, tag and hyphens. ``spell``
    gives the source's own spelling of a phrase, '' where it knows none.
    """
    known = {_plain(phrase) for phrase in allowed}
    refused = [complaint for complaint in complaints if _plain(complaint.phrase) not in known]
    if refused:
        raise _refusal(refused, translation, spell)
    if "schema: all" in translation.lower():
        raise ReviewError(
            "PubMed dropped the field tags because the query as written found nothing",
            where="search.query",
            value=translation,
            fix="Check the tagged terms one by one.",
        )


def _refusal(refused: Sequence[Complaint], translation: str, spell: Spell) -> ReviewError:
    order = [*_EXPLAINED]
    refused = sorted(
        refused, key=lambda each: order.index(each.kind) if each.kind in order else len(order)
    )
    first = refused[0]
    what, fix = _EXPLAINED.get(first.kind, _EXPLAINED["OutputMessage"])
    others = list(dict.fromkeys(each.phrase for each in refused[1:] if each.phrase != first.phrase))
    more = f"; nor did it use {', '.join(map(repr, others))}" if others else ""
    suggested = [
        f"Did you mean {better!r} for {phrase!r}?"
        for phrase in dict.fromkeys(_bare(each.phrase) for each in refused if _spelt(each))
        if (better := spell(phrase)) and _plain(better) != _plain(phrase)
    ]
    phrases = list(dict.fromkeys(_bare(each.phrase) for each in refused))
    allow = json.dumps(phrases, ensure_ascii=False)
    return ReviewError(
        f"PubMed did not run the query as written: {what}{more}",
        where="search.query",
        value=first.phrase,
        fix=" ".join(
            [
                *suggested,
                fix.format(_bare(first.phrase)),
                f"Or allow it by name in the configuration, search.allow_ignored: {allow}. "
                f"PubMed's reading of the query: {translation or '(none)'}",
            ]
        ),
    )


def _spelt(complaint: Complaint) -> bool:
    return complaint.kind in _MISSPELT


def _bare(phrase: str) -> str:
    return re.sub(r"\s*\[[^\]]*\]$", "", phrase.strip()).strip('"')


def _plain(phrase: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", _bare(phrase)).casefold().split())
