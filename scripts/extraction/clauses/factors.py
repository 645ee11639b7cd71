"""The outcome of a list of factors (`predictors of relapse were age (OR 2.1) and`)."""

from __future__ import annotations

import re

from extraction.clauses.outcomes import outcome
from extraction.clauses.phrases import noun_phrase
from extraction.clauses.wording import Wording
from extraction.mentions.lines import Line, once
from extraction.tokens import ArmMention, Endpoint
from extraction.word_lists import Worded

_NEXT = range(12)
_PREDICTS = re.compile(
    r"\b(?:predictors?|predictive|prognostic|prognosticators|risk factors?|prognostic \w+|"
    r"predictive factors?)\s(?:of|for)\s(?:the\s|an?\s)?"
    r"|\b(?:independently|significantly)\s(?:correlated with|associated with|predicted|predicts)\s"
    r"(?:the\s|an?\s)?"
    r"|[)\]]\s(?:\w+ly\s)?predict(?:ed|s)\s(?:the\s)?"
    r"|[)\]],?\s(?:(?:but|and)\snot\s[^().;]{3,60},?\s)?(?:(?:levels?|values?|scores?|status|expression|concentrations?|counts?|carriers?|"
    r"patients|use|both|also)\s){0,2}(?:was|were|are|is|remained)\s(?:most\s|more\s|also\s)?(?:\w+ly\s)?"
    r"(?:associated|correlated|linked)\swith\s"
    r"(?:the\s|an?\s)?(?:\w+ly\s)?"
    r"(?:(?:higher|lower|increased|reduced|greater|decreased)\s(?:(?:risk|odds|rate)s?\sof\s)?)?",
    re.IGNORECASE,
)

# What a factor does to an outcome, where no arm does it.
_ACTS_ON = re.compile(
    r"[)\]](?:,\s(?:but\s|and\s|though\s)?not\s[^,;()]{3,60},)?\s(?:\w+ly\s|both\s|each\s|all\s|also\s)?"
    r"(?:raised|increased|heightened|elevated|lowered|reduced|decreased|diminished|worsened|affected|"
    r"influenced|determined|favou?red|impaired|doubled|trebled|tripled|halved|shortened|prolonged|"
    r"went with|contributed to|led to|carried|entailed|predisposed to|protected (?:against|from)|"
    r"added to)\s(?:the\s|an?\s)?"
    r"(?:(?:higher|lower|increased|reduced|greater|excess)\s)?"
    r"(?:(?:risk|odds|rate|hazard|likelihood|probability|incidence)s?\s(?:of|for)\s(?:the\s|an?\s)?)?",
    re.IGNORECASE,
)

# What factors are listed for, before the list: `factors associated with relapse were`.
_LISTED_FOR = re.compile(
    r"\b(?:(?:predictors?|determinants?|correlates?|(?:risk|prognostic|predictive|protective|adverse)"
    r"\s(?:factors?|variables?|markers?|features?|indicators?))\s(?:of|for)"
    r"|(?:factors?|variables?|characteristics|features|parameters|covariates)\s"
    r"(?:(?:that|which)\s)?(?:(?:were|was|are|is)\s)?(?:(?:[a-z]+ly|most|also)\s)*"
    r"(?:(?:associated|linked|correlated)\swith|related\sto|(?:predict(?:ing|ed|ive\sof)?|affect(?:ing|ed)|"
    r"influenc(?:ing|ed)|contribut(?:ing|ed)\sto|increas(?:ing|ed)|determining)))\s"
    r"(?:the\s|an?\s)?(?:trends?\s(?:for|towards?)\s)?"
    r"(?:(?:[a-z]+ly\s)?(?:higher|lower|increased|reduced|greater|decreased|elevated|"
    r"excess)\s)?(?:(?:risks?|odds|rates?|hazards?|likelihood|probability|development|occurrence)\s"
    r"(?:of|for)\s(?:the\s|an?\s)?)?",
    re.IGNORECASE,
)
_LISTS = re.compile(
    r"[^,;:()\[\]]{0,60}?(?P<verb>\s(?:were|was|are|is|included?|comprised|"
    r"remained)\s|:\s)"
)

# What follows is the outcome even where a bracket comes next (`a risk factor for relapse (HR 2)`).
_INDEPENDENT = re.compile(
    r"\b(?:was|were|is|as) (?:an? |the )?"
    r"(?:(?:strong|significant|independent|important|only|sole|strongest|best|main|major)\s)*"
    r"(?:(?:risk|prognostic|predictive|protective|adverse)\s)*(?:factors?|predictors?)\s(?:for|of)\s"
    r"(?:the\s|an?\s)?$"
)

_HAD = Worded(
    r"[)\]],?\s(?:had|have|has|showed|exhibited|experienced|demonstrated|displayed|conferred|"
    r"achieved|provided|yielded)\s(?:an?\s|no\s|the\s)?"
    r"(?:\w+ly\s)?(?:@comparatives|poorer|highest|lowest|longest|shortest)\s"
    r"(?:(?:risk|odds|rate|hazard)s?\s(?:of|for)\s)?",
    re.IGNORECASE,
)


@once
def _predictions(line: Line) -> list[re.Match[str]]:
    start, end = line.sentence.start, line.sentence.end
    found = list(_PREDICTS.finditer(line.view, start, end))
    if not found and not line.of(ArmMention):
        found = list(_ACTS_ON.finditer(line.view, start, end))
    return found


@once
def _what_some_had(line: Line) -> re.Match[str] | None:
    return _HAD.of(line.words).search(line.view, line.sentence.start, line.sentence.end)


def lists_factors(wording: Wording, stop: int) -> bool:
    """Whether what a sentence lists before a place are factors (`predictors of E included`)."""
    told = ("predictor", "risk factor", "prognostic")
    return any(
        match.end() < stop and match.group().lower().startswith(told)
        for match in _predictions(wording.line)
    )


@once
def _listed_for(line: Line) -> re.Match[str] | None:
    return _LISTED_FOR.search(line.view, line.sentence.start, line.sentence.end)


def listed_for(wording: Wording, stop: int) -> Endpoint | None:
    """The outcome that a list of factors before `stop` opens with (`predictors of E were A (`)."""
    line, opening = wording.line, _listed_for(wording.line)
    if opening is None or opening.end() >= stop:
        return None
    verb = _LISTS.match(line.view, opening.end(), stop)
    if verb is None:
        return None
    # Whether an outcome is named for itself or as what there are factors for is all one here.
    known = next((m for m in line.topics if opening.end() <= m.start < verb.end()), None)
    if known is not None and known.start == opening.end():
        return known
    name, _ = noun_phrase(wording.tokens(opening.end(), verb.start("verb")), 0, wording.words)
    return (outcome(line, name) if name else None) or known


def factor_for(wording: Wording, stop: int) -> Endpoint | None:
    """What something was a factor for, before its ratio (`a risk factor for relapse (HR 2)`)."""
    line = wording.line
    for match in _predictions(line):
        if match.end() > stop:
            break
        known = any(match.end() <= m.end <= stop for m in line.of(Endpoint))
        if not known and _INDEPENDENT.search(line.view, wording.start, match.end()):
            name, _ = noun_phrase(wording.tokens(match.end(), stop), 0, wording.words)
            return outcome(line, name) if name else None
    return None


def predicted(wording: Wording, end: int = 0) -> Endpoint | None:
    """The outcome of a list of factors (`predictors of relapse were age (OR 2.1) and`).

    Of several told in a sentence it is the first one behind `end`, if there is any.
    """
    line = wording.line
    matches = _predictions(line)
    if not matches:
        had = _what_some_had(line)
        # Behind an outcome that has been named, what some had is another.
        if had is None or any(m.end <= had.start() for m in line.of(Endpoint)):
            return None
        matches = [had]
    match = next((m for m in matches if m.end() > end), matches[0])
    for mention in line.of(Endpoint):
        if mention.start - match.end() in _NEXT:
            return mention
    name, _ = noun_phrase(wording.tokens(match.end(), wording.end), 0, wording.words)
    following = line.view[name[-1].end : name[-1].end + 3] if name else "("
    return None if "(" in following or "[" in following else outcome(line, name)
