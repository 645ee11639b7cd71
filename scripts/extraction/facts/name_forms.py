"""The forms in which reports name trials and groups, made from a vocabulary once."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ahocorasick_rs import AhoCorasick

from extraction.facts.phrases import Phrases
from extraction.text.signs import Signed

# Capitals or digits within a word tell a name: POLLUX, ELOQUENT-2, PrE1003, GeparQuinto, E4A03.
_TOKEN = r"(?:[A-Z][A-Za-z]*[A-Z0-9][A-Za-z0-9]*(?:[-/.][A-Z0-9]+[A-Za-z0-9]*)*\+?)"
_NUMERAL = r"(?:[IVX]{1,4}|\d{1,3}[A-Z]?)(?=[\s,:;.)])"
_NAME = rf"(?P<name>{_TOKEN}(?:\s{_NUMERAL})?)"
_OTHER_NAME = _NAME.replace("name", "name2")
_CODE = r"[A-Z]{2,}[A-Za-z]*(?:-[A-Z]+)?-\d+[A-Z]?"
_WORDLIKE = r"(?P<name>[A-Z]{4,}(?:-\d+)?)"
_TRIALS = r"(?:phase|trials|studies|randomi[sz]ed)"
_NUMBER = (
    r"(?:[IVX]{1,4}\b\+?|[A-Z]\d[A-Z]\d{2}\b"
    r"|(?:[A-Z]{1,3}-?\d{1,6}[A-Z]?|\d{3,6}[A-Z]?|\d\d[A-Z])(?:[-/]\d{1,4}[A-Z]?)?\+?)"
)
_ADJECTIVES = (
    r"(?:(?i:(?:non-?)?randomi[sz]ed|clinical|controlled|extension|extended access"
    r"|phase\s[1-4IVab/]+)\s){0,4}"
)
_DESIGN = r"(?:(?:an?|the)\s)?(?:[\w,/-]+\s){0,8}?"
_DID = r"(?:was designed|compared|randomi[sz]ed|randomly|tested|examined|evaluated|enrolled|aimed)"

#: What the forms of a trial's name are called, the surest first.
FORMS = ("numbered", "before its noun", "bracketed", "subject", "opening", "paired", "of a title")
#: Forms sure enough to count in a background sentence.
SURE = frozenset({0, 1, 4})
#: The form that counts in titles only.
IN_TITLE = 6
_PAIRED = 5


@dataclass(frozen=True, slots=True)
class NameForms:
    """Patterns of names; `trials` with the surest form first.

    With each stands a finder of the words, in lower case, of which a text must have one for it
    to match.
    """

    trials: tuple[tuple[re.Pattern[str] | Signed, AhoCorasick | None], ...]
    not_names: frozenset[str]
    acronyms: Phrases
    full_names: Mapping[str, str]
    group: re.Pattern[str]
    not_before: Phrases
    not_groups: frozenset[str]

    def short(self, group: str) -> str:
        """The short name of a group, which may be given in full."""
        return self.full_names.get(group, group)


def make_forms(
    heads: Sequence[str], not_names: Iterable[str], groups: Mapping[str, Any]
) -> NameForms:
    """Make the patterns from the lists of a vocabulary."""
    full_names = {name: short for short, names in groups["spelled_out"].items() for name in names}
    return NameForms(
        trials=_trials(heads, [*groups["numbered"], *full_names]),
        not_names=frozenset(not_names) | {name.upper() for name in groups["acronyms"]},
        acronyms=Phrases(groups["acronyms"], cased=True),
        full_names=full_names,
        group=re.compile(
            rf"\b(?:[A-Z][\w&-]+\s(?:(?:of|for|and|the)\s)?){{2,7}}(?:{'|'.join(groups['words'])})\b"
        ),
        not_before=Phrases(groups["not_before"]),
        not_groups=frozenset(groups["not_groups"]),
    )


def _trials(
    nouns: Sequence[str], groups: Iterable[str]
) -> tuple[tuple[re.Pattern[str] | Signed, AhoCorasick | None], ...]:
    heads = "|".join(nouns)
    names = sorted(groups, key=len, reverse=True)
    acronyms = "|".join(re.escape(name) for name in names if name.isupper() or " " in name)
    words = "|".join(re.escape(name) for name in names if not name.isupper() and " " not in name)
    forms = (
        # SWOG S0777, CALGB (Alliance) 100104, Eastern Cooperative Oncology Group trial E1A06;
        # a group in lower case is numbered in Roman numerals: Myeloma XI, not Multiple Myeloma 1
        rf"\b(?P<group>{acronyms})(?:\s\([A-Za-z ]+\))?[\s-](?:(?i:{heads}|protocol)\s)?"
        rf"\(?(?P<name>{_NUMBER})(?![\w%])"
        rf"|(?<!Multiple )\b(?P<group2>{words})\s(?P<name2>[IVX]{{1,4}}\b\+?)",
        # the FIRST trial, phase III ExteNET study, MM-024 Extended Access Program; trial MM-024
        rf"\b{_NAME}\s{_ADJECTIVES}(?i:{heads})\b|\b(?:[Tt]rial|[Ss]tudy)\s(?P<name2>{_CODE})(?![\w%])",
        # (POLLUX): in a title; trial (E4A03)
        rf"\({_NAME}\)(?=:|\.?$)|\b(?i:{heads})\s\({_OTHER_NAME}\)",
        # POLLUX was an open-label, phase 3 trial; POLLUX, a randomized study; GRIFFIN (NCT...)
        rf"\b{_NAME}(?:,|\s(?:was|is))\s{_DESIGN}(?i:{heads})\b|\b{_OTHER_NAME}\s\((?=NCT)",
        # In AURIGA, patients; ENDURANCE was designed; ASPIRE compared
        rf"(?=[.:A-Z])(?:^|[.:]\s)(?:In\s)?{_NAME}(?=,\s(?!and\b)|\s{_DID})",
        # analysis of POLLUX and CASTOR; from the MM-009 and MM-010 phase III trials
        # (an enzyme and a gene, CYP2D6 and HLA-A2, are written so as well)
        rf"\b(?=[oift])(?:of|in|from|the)\s(?=[A-Zt])(?:the\s)?(?:{_WORDLIKE}(?=\sand\s[A-Z]{{4,}})"
        rf"|{_NAME.replace('name', 'name3')}(?=\sand\s{_TOKEN}\s{_TRIALS}))"
        rf"|\sand\s{_OTHER_NAME}(?=\s{_TRIALS})|\sand\s(?P<name4>[A-Z]{{4,}}(?:-\d+)?)(?=$)",
        # the safety run-in cohort of GRIFFIN
        rf"\b(?:of|in|from)\s(?:the\s)?{_NAME}(?=$|[,:])",
    )
    named = tuple(name.lower() for name in names)
    needs = (named, nouns, ("(",), (*nouns, "(nct"), (), (" and ",), ())
    # Of a pair the second is a name, which begins with a capital.
    signs = {_PAIRED: tuple(f" and {capital}" for capital in string.ascii_uppercase)}
    return tuple(
        (
            Signed(form, signs[at]) if at in signs else re.compile(form),
            AhoCorasick(words) if words else None,
        )
        for at, (form, words) in enumerate(zip(forms, needs, strict=True))
    )
