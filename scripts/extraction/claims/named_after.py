"""The endpoint that stands right behind some values (`12% of patients had a relapse`).

Between the two may stand whose values they are and a verb, in few words; the fewer, the tighter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extraction.claims.place import Place, endpoints_before, is_depth, shape_between
from extraction.clauses.asides import without_asides
from extraction.clauses.closed_words import BE, HAVE
from extraction.clauses.states import past_seen
from extraction.clauses.subjects import verb_behind
from extraction.tokens import Endpoint

_HEAD_AFTER = re.compile(
    r"^[\s)\]]*(?:(?:of|in|among|for)\s)?(?:(?:the|all|both|those|these|our|evaluable|assessable|"
    r"treated|eligible|full|total|study|\d+)\s)*"
    r"(?:(?:patients?|women|subjects|cases|participants|those|\u00a7|group|arm|receiving|treated|"
    r"given|assigned|allocated|randomi[sz]ed|exposed|with|in|the|who|of|to|for|on|tumou?rs|analysis|set|population|cohort)[\s)(]*)*"
    r"(?:,? respectively,? )?"
    r"(?:(?:had|have|has|having|achieved|attained|experienced|developed|reported|obtained|showed|"
    r"were|was|are|with|died|reached|suffered|remain|"
    r"remained|who|both|in|for|an?|the|at least|any|of|confirmed|suspected|overall|only|new|"
    r"objective|median|"
    r"either|discontinued|also|still|now|alive and|alive|being|did|not|from|for)\s)*$",
    re.IGNORECASE,
)
# What closes a bracket of arms, each with its value: `; P = NS) developed`.
_TESTED = re.compile(r"^[;,]\s?(?:\u00a7|[Pp]\s?[=:]?\s?(?:NS|n\.?s\.?)|n\.?s\.?|NS)(?=[)\]])")
# `62% of patients with metastases were recruited` counts those patients.
_IS_DENOMINATOR = re.compile(r"\s(?:were|was|had|received|underwent|who|showed|developed)\b")
# `in 62% of those who had a response` counts those who had one.
_OF_THOSE_WHO = re.compile(
    r"\b(?:of|among|in|for) (?:the )?(?:those|patients|women) (?:in § )?who\b"
)
_WHOSE = ("with ", "with a ", "with an ", "without ")
_VERB = re.compile(
    r"\b(?:had|have|having|achieved|attained|experienced|developed|reported|obtained|showed|"
    r"reached|suffered|were|being|remained)\s"
    r"(?:an? |the |any |at least |not |still |confirmed |new |both |in )*$"
)
_VERBAL = re.compile(
    r"(?:discontinued|withdrew|died|relapsed|recurred|progressed|responded|stopped|alive|remained|"
    r"had)\b"
)
_TIGHT_AFTER = re.compile(
    r"^[\s)\]]*(?:(?:of|in)\s(?:the\s|all\s)?(?:evaluable |treated |eligible |"
    r"assessable )?(?:patients|women|subjects|cases)\s)?(?:(?:had|achieved|attained|"
    r"experienced|developed|reported|obtained|showed|reached|were|was|a|an|any|with|"
    r"confirmed)\s){0,4}$",
    re.IGNORECASE,
)
# `a 27% incidence of nausea`.
_OF_A_RATE = re.compile(
    r"\s(?:cumulative\s|overall\s|crude\s|total\s|actuarial\s|estimated\s|absolute\s)?"
    r"(?:incidence|rate|frequency|prevalence|risk|probability|chance|likelihood|occurrence)\sof\s"
    r"(?:an?\s|any\s|the\s)?"
)
_GRADED = re.compile(
    r"\b(?:CTC |WHO |NCI )?[Gg]rades?\b[^,;.]{0,30}$"
    r"|\b(?:[Ss]evere|major|minor|serious|fatal|symptomatic|late|early|acute|possible|"
    r"(?:treatment|drug)-related|clinically (?:relevant|significant))\b[^,;.]{0,12}$"
)
_NEXT_LISTED = re.compile(r"\s?[)\]]?\s?,\s(?:and\s|or\s)?")
_IS = re.compile(
    r"\s(?:rates?\s)?(?:was|were|of|is)\s(?:(?:seen|observed|found|noted|reported|achieved|"
    r"recorded|detected)\s(?:in|by)\s)?(?:only\s)?"
)
_BEHIND_NAME = re.compile(r"[)\]]?(?:\s?\([A-Za-z-]+\))?\s?[(\[]")
_OBJECT_OPENS = re.compile(
    r"\s(?:an?\s|any\s|the\s|at least one\s|one or more\s|confirmed\s|new\s|some\s|further\s|"
    r"documented\s|suspected\s|clinical\s|recurrent\s|episodes? of\s|grades?\s[\d/\sIVor-]+\s)*"
)
# What patients were given is no outcome of its name (`received lymphoedema treatment`).
_GIVEN = frozenset(["received", "receiving", "underwent", "undergoing"])
_CLOSED = re.compile(r"[)\]]")


def named_tightly_after(place: Place) -> Iterator[Endpoint]:
    """`in 12% of patients`, `8% had a response`: nothing but the patients stands in between."""
    after = _after(place)
    if after is not None and after[1]:
        before = endpoints_before(place.line, place.series)
        told = before[-1] if before and before[-1].end > place.start else None
        view, series = place.line.view, place.series
        between = view[told.end : series.start] if told else ""
        # What stands in brackets behind a name is its own.
        behind = _BEHIND_NAME.fullmatch(between) and _CLOSED.search(
            view, series.items[-1].value.end, after[0].start
        )
        if told is None or not (behind or _IS.fullmatch(between)):
            yield after[0]


def named_loosely_after(place: Place) -> Iterator[Endpoint]:
    """An endpoint after the values, which one before them goes before."""
    after = _after(place)
    if after is not None:
        yield after[0]


def _behind_verb(place: Place) -> Endpoint | None:
    """The endpoint that the verb of some shares names, or is (`... in the clinic died at home`)."""
    line, words = place.line, place.line.words
    start = place.series.items[-1].value.end
    tokens = without_asides(place.wording.tokens(start, place.stop))
    at = verb_behind(tokens, words)
    if at < 0:
        return None
    first = at + 1
    while first < len(tokens) and tokens[first].text.endswith("ly"):
        first += 1
    found = past_seen(tokens, first, words) if tokens[at].text in BE else first
    if found > first:
        at = found - 1
    had = tokens[at].text in HAVE or tokens[at].text in words.experienced - _GIVEN
    had = had or found > first
    for mention in line.of(Endpoint):
        if mention.start >= tokens[at].start:
            if mention.start == tokens[at].start:
                # `fever (8%), elevated creatinine (7%)` opens the next of a list with no verb.
                listed = _NEXT_LISTED.fullmatch(line.view, start, mention.start)
                return None if listed else mention
            between = line.view[tokens[at].end : mention.start]
            return mention if had and _OBJECT_OPENS.fullmatch(between) else None
    return None


def _after(place: Place) -> tuple[Endpoint, bool] | None:
    """The endpoint named right after a series, and whether it stands tightly."""
    line, series = place.line, place.series
    if series.is_ratio:
        return None
    if series.unit == "%" and (found := _behind_verb(place)) is not None:
        return found, True
    for first in (series.items[-1].value.end, series.end):
        for mention in line.after(first):
            if mention.start >= place.stop:
                break
            if isinstance(mention, Endpoint):
                if _IS_DENOMINATOR.match(line.view, mention.end) and line.view.endswith(
                    _WHOSE, first, mention.start
                ):
                    break
                shape = shape_between(line, first, mention.start)
                if _OF_THOSE_WHO.search(shape):
                    break
                shape = _TESTED.sub("", shape)
                ungraded = _GRADED.sub("", shape)
                if shape.count("(") > shape.count(")"):
                    break
                told = _HEAD_AFTER.match(shape) or _HEAD_AFTER.match(ungraded)
                if len(shape) < 120 and (told or _OF_A_RATE.fullmatch(ungraded)):
                    verb = _VERB.search(ungraded) or _VERBAL.match(line.view, mention.start)
                    tight = _TIGHT_AFTER.match(shape) or _TIGHT_AFTER.match(ungraded)
                    tight = tight or _OF_A_RATE.fullmatch(ungraded)
                    depth = shape == " in " and is_depth(line, mention)
                    return mention, bool(verb or tight or depth)
                break
    return None
