"""Words before a p-value that say nothing but that what was just compared does or does not differ.

`This difference was not significant (P = .3)`, `no difference was seen between A and B (P = .3)`.
"""

from __future__ import annotations

import re

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
    rf")[\s(\[,]*(?:with\s)?(?:a\s)?{_BY_TEST}{_AT_TIME}[\s(\[,]*$",
    re.IGNORECASE,
)


def say_it_differs(view: str, start: int, end: int, words: HasLists) -> bool:
    """Whether these words say it of what was compared before them, and nothing else."""
    return _SAYS.of(words).fullmatch(view, start, end) is not None
