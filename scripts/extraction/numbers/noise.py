"""Numbers that are no results, told by their own words: doses, ages, dates, scores."""

from __future__ import annotations

import re

from extraction.numbers.printed import NUMBER, REST_OF_NUMBER
from extraction.numbers.scanner import Scan, Step, noise
from extraction.tokens import Noise
from extraction.word_lists import Worded

_DOSE = re.compile(
    rf"{NUMBER}(?:\s?(?:-|to|or|and|,(?: and)?|/)\s?{NUMBER}){{0,5}}\s?-?"
    rf"(?:mg|mcg|\u00b5g|\u03bcg|micrograms?|micro ?g|g|kg|Gy|cGy|I?U|MU|"
    r"mL|ml|dl|dL|mmol|nmol|pmol|\u00b5mol|pg|ng|mM|\u00b5M|nM|mm|cm|AUC|mCi|kcal|kPa|Hz|min|"
    r"minutes?|hours?|h)"
    r"(?:\b|(?=\())(?:\s?[/.(](?:m2|m\(2\)|m\u00b2|kg|d|day|week|wk|mL|ml|L|l|dL|dl|mo|h|"
    r"min)\b\)?)*"
)
_AGE = re.compile(
    rf"\b(?:aged?|ages|older than|younger than|under|over the age of|age of)\s+(?:of\s+|was\s+|"
    rf"[<>\u2264\u2265=]+\s*)?(?:between\s+)?"
    rf"{NUMBER}(?:\s?(?:-|to|and|or)\s?{NUMBER}(?![\d.]*\s?(?:%|per ?cent)))?"
    rf"(?:\s+years)?(?:\s+(?:of age|or (?:older|younger|"
    rf"more)))?"
    rf"|[<>\u2264\u2265=]*\s?{NUMBER}(?:\s?(?:-|to|and)\s?{NUMBER})?[\s-]years?(?:\s+of\s+age|"
    rf"[\s-]old|\s+or\s+(?:older|younger)|\s+and\s+(?:older|younger))"
)
_SCHEDULE = re.compile(
    # Few words stand before a number.
    r"\b(?=[edqcwvlspthkmn][a-z]{0,6}+-?(?:\s(?:level\s?)?)?-?[\d.])"
    rf"(?:every|days?|q|cycles?|weeks|visits?|level|dose|dose level|stage|phase|line|type|HER-?|"
    rf"p|Ki-?|CA|MA|NCT|version|course)\s?-?{NUMBER}"
    r"(?![\d.]*\s?[;,(\[]+\s?(?:9\d(?:\.\d)?\s?%|[pP]\s?[<=>]))"
    rf"(?:\s?(?:-|to|,|and|or|through)\s?{NUMBER}(?![\d.]*\s?%))*(?:\s(?:weeks|days|months))?"
    rf"|{NUMBER}(?:-|\s)?(?:fold|times\b|cycles?|courses?|fractions?|lines?|doses|countries|"
    rf"centers|centres|sites|hospitals|institutions|studies|trials|regimens|randomi)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\b(?=[cgapstfl])(?:(?:cohort|group|arm|part|strategy|level)s?\s\d"
    r"(?![\d/.,])(?!\s(?:of|out of)\s\d)|"
    rf"(?:study|trial|table|figure|protocol)s?\s{NUMBER})"
    rf"(?!\s?[%(]|\d|\s(?:patients|months|years|of|women|had|were))",
    re.IGNORECASE,
)
_THRESHOLD = re.compile(
    rf"\b(?:loss|gain|reduction|increase|decrease|decline|change|decreases?|in|of|"
    rf"at)\s(?:of\s)?(?:[>\u2265]|more than|at least|greater than)\s?{NUMBER}\s?%"
    rf"|\b(?:assumed|expected|anticipated|planned|target|historical)\s(?:rate\s)?(?:of\s)?"
    rf"{NUMBER}\s?%"
    rf"|{NUMBER}\s?% (?:or|and) (?:more|less|over|above|greater|higher|beyond|better|worse)\b"
    rf"|\b(?:at least|a minimum of|more than|[>\u2265])\s?{NUMBER}\s?%(?=\sof\s"
    r"(?:the(?:ir|ir own)?\s|his\s|her\s)?(?:total\s|whole\s)?"
    r"(?:(?:pre-?treatment|initial|baseline|original|starting|estimated|predicted|normal|maximal|ideal|excess|body)\b))"
)
# `an HbA1c below 7%`: what is measured in per cent, and up to where it was to be.
_LIMIT = Worded(
    r"\b(?:@measured|@measures)(?:\s\([A-Za-z\d]+\))?(?:\s(?:levels?|values?|targets?|goals?|loss|"
    r"change))?\s(?:(?:of|at|was|were|to)\s)?(?:below|under|above|over|less than|lower than|"
    r"more than|greater than|higher than|at least|at or (?:below|above)|no more than|"
    r"[<>\u2264\u2265=]{1,2})"
    rf"\s?(?P<number>{NUMBER}\s?%)",
    re.IGNORECASE,
)


def _limit(_scan: Scan, match: re.Match[str]) -> Noise:
    return Noise(start=match.start("number"), end=match.end("number"), why="threshold")


_DATE = re.compile(
    r"\b(?:(?:Jan|Febr?)uary|March|April|May|June|July|August|(?:Septem|Octo|Novem|Decem)ber)\s+"
    r"(?:\d{1,2}(?:,|\b))?\s?(?:(?:19|20)\d\d)?"
    r"|\b(?:in|since|from|between|to|and|through|until|of|during|before|after|year)\s+(?:19|"
    r"20)\d\d\b(?![\d.]|\s*(?:patients|women|%))"
)
_MEASURE_OF_ERROR = re.compile(
    rf"(?:\+/-|\u00b1|\bSD\b|\bSE\b|\bSEM\b|standard (?:deviation|error))[\s:=,of]*{NUMBER}"
)
# `chi 2 = 7.36, d.f. = 1`, `t(40) = 2.1`, `r = .5`: what a test gives beside its p.
_TEST_STATISTIC = re.compile(
    rf"(?<![\w-])(?=[chitFzZHUWQrdfXx\u03c7])(?:(?:chi|\u03c7|[xX])[\s-]?(?:squared?|\(?2\)?|\u00b2)?"
    rf"(?:\s?[(\[]\d+[^()\[\]]{{0,12}}[)\]])?|[tFzZHUWQr](?:\s?[(\[]\d+[^()\[\]]{{0,12}}[)\]])?|"
    rf"d\.?\s?f\.?)\s?=\s?-?{NUMBER}"
)
_FORMULA = re.compile(
    r"[cxX\d.](?:(?<=[^.])(?<!\w.)|(?<=\w\.))(?:"
    r"(?:(?<=c)hi|(?<=[xX]))\s?\(?2\)?(?!\d|\.\d)|(?<=1)0\s?\(?\^?-\d+\)?|"
    rf"{REST_OF_NUMBER}(?:(?:\s?:\s?\d+)+\b|\s?(?:/\s?m2|mg)))"
)
_INDEXED = re.compile(r"[A-Za-z]\(\d+\)")
_SCORE = re.compile(
    rf"\b(?:score|scale|ECOG|Karnofsky|status|grade|SUV|PS)s?\b(?: of| was| were|"
    rf"s)?\s?(?:[<>=\u2264\u2265]\s?)?{NUMBER}(?:\s?(?:-|to|or|/|and)\s?{NUMBER})?(?!\d*\s?%)"
)

_OF_META_ANALYSIS = re.compile(
    rf"\b(?:I\s?(?:\(2\)|\^?\(?2\)?|\u00b2)|[Tt]au(?:\s?(?:\(2\)|\^?2|\u00b2))?|SUCRA|[Hh]eterogeneity)"
    rf"(?:\s(?:values?|statistics?|tests?))?[\s:,(\[]*(?:[<>=\u2264\u2265]|was|of|were)?\s?{NUMBER}\s?%?"
    rf"(?:[;,]\s?[Pp]\s?(?:[<>=\u2264\u2265]\s?)?{NUMBER})?"
    rf"|\b9\d\s?% (?:PI|prediction interval)\b[\s:,(]*-?{NUMBER}\s?(?:-|to|,)\s?-?{NUMBER}"
)
_MARGIN = re.compile(
    r"\bmargin(?:\s(?:of|was|for|set at|[a-z]+ ratio|hazard))*[\s,:=(]*[<>\u2264\u2265]?\s?"
    rf"-?{NUMBER}\s?%?"
)
_SPAN_OF_TIME = re.compile(
    rf"(?=[\d.])(?<![\d.(\[-]){NUMBER}\s?-\s?{NUMBER}\s(?:months|years|weeks|days)\b"
)
_SPAN = re.compile(
    rf"(?=[\d.])(?<![\d.(\[-])(?:{NUMBER}\s?%?\s?-\s?{NUMBER}\s?%(?!\s?C)"
    rf"|(?<!from ){NUMBER}\s?% to {NUMBER}\s?%(?!\s?C)(?=\s(?:and|in|of)\b))"
)

#: What is told before any value is read, in the order of trying.
TELLING: tuple[Step, ...] = (
    (_OF_META_ANALYSIS, ("I", "au", "SUCRA", "eterogen", " PI", "prediction"), noise("other test")),
    (_AGE, ("age", "older", "younger", "year"), noise("age")),
    (_DOSE, (), noise("dose")),
    (_TEST_STATISTIC, ("=",), noise("test statistic")),
    (_MEASURE_OF_ERROR, ("\u00b1", "+/-", "SD", "SE", "standard"), noise("spread")),
    (_LABEL, ("co", "gr", "ar", "pa", "tu", "ia", "le", "fi", "str", "pro"), noise("label")),
    (_THRESHOLD, ("%",), noise("threshold")),
    (_LIMIT, ("%",), _limit),
    (_MARGIN, ("margin",), noise("margin")),
    (_SPAN, ("%",), noise("range")),
    (_SPAN_OF_TIME, ("months", "years", "weeks", "days"), noise("range")),
)
#: What is told only once shares and times are read.
LEFT: tuple[Step, ...] = (
    (_SCHEDULE, (), noise("schedule")),
    (_DATE, ("19", "20", "ary", "ber", "Mar", "Apr", "May", "Jun", "Jul", "Aug"), noise("date")),
    (
        _FORMULA,
        ("chi", "x2", "X2", "x 2", "X 2", "x(2", "X(2", "x (2", "X (2", ":", "10", "mg", "m2"),
        noise("formula"),
    ),
    (_INDEXED, ("(",), noise("formula")),
    (_SCORE, ("scor", "scal", "ECOG", "arnofsky", "tatus", "rade", "SUV", "PS"), noise("score")),
)
