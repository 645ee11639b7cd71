"""Words before a p-value that say nothing but that what was just compared does or does not differ.

`This difference was not significant (P = .3)`, `no difference was seen between A and B (P = .3)`,
`survival was significantly longer with A (P = .3)`.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from extraction.mentions.lines import Line
from extraction.tokens import ArmMention, Count, Endpoint, Level, PValue, Statistic, Time
from extraction.word_lists import HasLists, Worded

_BETWEEN = r"(?:\s(?:between|among|in)\s(?:[^.;(:%\d]|\d\s){3,90}?)?"
_SURE = r"(?:statistically\s|statistical\s|significant\s|significantly\s|any\s|great\s|marked\s)*"
_SEEN = r"(?:found|seen|observed|noted|detected|apparent|evident|present|shown|demonstrated)"
_WAS = r"(?:was|were|is|are|did|reached|achieved|remained|proved|failed)"
_HOWEVER = r"(?:(?:,\s)?(?:however|but|again|though|although),?\s)?"
_NOUN = (
    r"(?:observed\s|apparent\s|survival\s|slight\s|small\s|absolute\s|numerical\s)?(?:differences?|improvements?|"
    r"reductions?|increases?|benefits?|decreases?|results?|rates|figures|values|trends?|changes?)"
)
_BY_TEST = (
    r"(?:,?\s?(?:by|with|using|on)?\s?(?:the\s|a\s)?(?:@tests\s?|t-)*(?:tests?|analysis|method)?"
    r"[,:]?)?"
)
_AT_TIME = r"(?:\s?(?:at\s)?[\w-]+\s(?:years?|months?|weeks?|days?)[:,]?)?"
_SAYS = Worded(
    rf"[\s,;]*{_HOWEVER}(?:and\s|while\s|whereas\s)?(?:"
    rf"(?:this|the|these|those|such|neither|both|all|differences)\b(?:\s{_NOUN})?{_BETWEEN}[\s,]*{_HOWEVER}"
    rf"(?:,\s)?{_WAS}\b[^.;(:]{{0,50}}significan\w+"
    rf"|(?:this|these|those|the)\s(?:{_NOUN}\s)?(?:did\snot\s)?(?:differ|differed)(?:\ssignificantly)?{_BETWEEN}"
    r"|(?:this|it)\s(?:was|is|did)\b[^.;(:]{0,40}significan\w+"
    rf"|there\s(?:was|were)\s(?:also\s|however\s)?(?:no|a|an)\s{_SURE}(?:differences?|improvement){_BETWEEN}"
    rf"|no\s{_SURE}differences?{_BETWEEN}\s(?:was|were|could be)\s{_SEEN}{_BETWEEN}"
    rf"|(?:we|the authors)\s(?:found|saw|observed)\sno\s{_SURE}differences?{_BETWEEN}"
    rf")[\s(\[,]*(?:with\s|at\s)?(?:the\s|a\s)?{_BY_TEST}{_AT_TIME}[\s(\[,]*$",
    re.IGNORECASE,
)


def say_it_differs(view: str, start: int, end: int, words: HasLists) -> bool:
    """Whether these words say it of what was compared before them, and nothing else."""
    return _SAYS.of(words).fullmatch(view, start, end) is not None


# Every word is one of a comparison: nothing else is compared than what the sentence names.
_WORDS = Worded(r"(?:[^A-Za-z]|(?:@of_a_difference|@comparing|@tests)(?![A-Za-z]))+", re.IGNORECASE)
_TELLS = Worded(r"\b(?:@comparing|significan)", re.IGNORECASE)
_MOST = 240
# Names of one thing: `the response rate` is that of those who had an objective response.
_RESPONSES = frozenset({"ORR", "other:response", "other:responded", "other:overall response"})


def of_one_thing(ids: Collection[str]) -> bool:
    """Whether these are the names of one endpoint, with no other among them."""
    return len(set(ids)) == 1 or (bool(ids) and _RESPONSES.issuperset(ids))


def only_compares(line: Line, start: int, p: PValue) -> bool:
    """Whether all that stands before a p-value says is that its endpoint does or does not differ.

    `Survival was significantly longer with A (P = .3)`; who is compared is an arm or all of them.
    """
    if p.start - start > _MOST:
        return False
    parts, at = [], start
    for mention in line.within(start, p.start):
        if isinstance(mention, Statistic):
            if mention.id not in {"difference", "median", "cumulative"}:
                return False
        elif not isinstance(mention, ArmMention | Endpoint | Time | Count | Level):
            return False
        parts.append(line.view[at : mention.start])
        at = mention.end
    text = "\u00a7".join([*parts, line.view[at : p.start]])
    said = _TELLS.of(line.words).search(text)
    return said is not None and _WORDS.of(line.words).fullmatch(text) is not None
