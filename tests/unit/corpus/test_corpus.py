"""The bundled corpus against the facts it was written from (references/corpus/*.csv)."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from Bio import Entrez
from lxml import etree

CORPUS = Path(__file__).parents[3] / "references" / "corpus"
COUNTED = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
)
WORDS = {word: number for number, word in enumerate(COUNTED.split())}
WORDS |= {"thirty": 30, "forty": 40, "fifty": 50, "hundred": 100, "twice": 2}
# Ordinary words too ("one of these"): they may stand for a figure, but need none.
FREE_WORDS = {"zero", "one"}
NUMBER = re.compile(r"(?<![A-Za-z0-9.·])(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:[.·]\d+)?|[.·]\d+)(?!\d)")
ANY_NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+")
NOT_REACHED = re.compile(
    r"not (?:yet )?(?:been )?reached|\bNR\b|neither .{0,80}?reached|reached in neither|unreached",
    re.I,
)
BETWEEN = r"\s*(?:to|-|–|−|,|and)\s*"  # what journals put between the bounds of an interval
SIDED = re.compile(r"(?:one|1)[- ]?(?:sided|tailed)", re.I)


def rows(name: str) -> list[dict[str, str]]:
    with (CORPUS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_pmid(name: str) -> dict[str, list[dict[str, str]]]:
    out: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows(name):
        out[row["pmid"]].append(row)
    return out


PUBLICATIONS = rows("publications.csv")
FIGURES = by_pmid("figures.csv")
ARMS = by_pmid("arms.csv")
TREE = etree.parse(
    str(CORPUS / "lenalidomide-myeloma.xml"),
    etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False),
)
ARTICLES = {a.findtext(".//MedlineCitation/PMID"): a for a in TREE.iterfind("PubmedArticle")}
TEXTS = {
    pmid: "\n".join("".join(s.itertext()) for s in article.iterfind(".//Abstract/AbstractText"))
    for pmid, article in ARTICLES.items()
}


def number(token: str) -> float:
    return float(token.replace(",", "").replace("·", "."))


def numbers_of_fact(text: str) -> set[float]:
    """Every number of a cell, also one glued to letters (D-RVd18) or spelled as a word."""
    found = {number(token) for token in ANY_NUMBER.findall(text)}
    words = re.findall(r"[a-z]+", text.lower())
    found |= {float(WORDS[word]) for word in words if word in WORDS}
    if re.search(r"\d[eE]-\d", text):
        found.add(10.0)  # 1e-5 is printed as a power of ten
    return found


def numbers_in(text: str) -> set[float]:
    """Every number printed in an abstract, in digits or as a word."""
    found = {number(match.group()) for match in NUMBER.finditer(text)}
    words = re.findall(r"[a-z]+", text.lower())
    return found | {float(WORDS[word]) for word in words if word in WORDS}


def printed(value: str) -> str:
    """Pattern of a value as a journal may print it: middle dot, no leading zero, padded zeros."""
    whole, _, fraction = f"{abs(float(value)):.10f}".rstrip("0").rstrip(".").partition(".")
    head = f"(?:{whole}|{int(whole):,})" if len(whole) > 3 else whole
    if whole == "0" and fraction:
        head = "0?"
    tail = f"[.·]{fraction}0*" if fraction else r"(?:[.·]0+)?"
    sign = "[-–−]" if float(value) < 0 else ""
    return rf"(?<![\d.·,]){sign}{head}{tail}(?!\d|[.·,]\d)"


def missing(figure: dict[str, str], text: str) -> list[str]:
    """What of one figure the abstract does not say."""
    out = []
    value, seen = figure["value"], numbers_in(text)
    if value == "not reached":
        anchor = ""
        if not NOT_REACHED.search(text):
            out.append("not reached")
    else:
        bare = value.lstrip(">")
        anchor = printed(bare)
        if abs(float(bare)) not in seen and not (float(bare) == 0 and "no " in text.lower()):
            out.append(f"value {value}")
        above = rf"(?:>|more than|exceed\w*|over)\D{{0,25}}{anchor}"
        if value != bare and not re.search(above, text):
            out.append(f"inequality {value}")
    low, high = figure["ci_low"], figure["ci_high"]
    if low:
        upper = printed(high) if high else r"(?:not (?:reached|estimable)|NR|NE)"
        interval = printed(low) + r"%?(?: months)?" + BETWEEN + upper
        if not re.search(f"{anchor}.{{0,140}}?{interval}", text):
            out.append(f"interval {low} to {high or 'open'}")
    if figure["ci_level"] and float(figure["ci_level"]) not in seen:
        out.append(f"level {figure['ci_level']}")
    if figure["p"]:
        operator = "<" if "<" in figure["p"] else "(?:=|of|was)"
        p_value = printed(re.search(r"\d*\.\d+", figure["p"]).group())  # type: ignore[union-attr]
        hits = list(re.finditer(rf"[Pp](?:[ -]values?)?\s*{operator}\s*{p_value}", text))
        around = [text[max(0, hit.start() - 45) : hit.end() + 45] for hit in hits]
        if not hits:
            out.append(f"p {figure['p']}")
        elif "sided" in figure["p"] and not any(SIDED.search(words) for words in around):
            out.append(f"sidedness of p {figure['p']}")
    for column in ("n_events", "n_total", "median_followup_months"):
        if figure[column] and float(figure[column]) not in seen:
            out.append(f"{column} {figure[column]}")
    absent = numbers_of_fact(figure["timepoint"]) - seen
    return out + [f"time point {figure['timepoint']}"] * bool(absent)


def known_numbers(publication: dict[str, str]) -> set[float]:
    """Every number that the facts of a publication hold, and how many arms it has."""
    pmid = publication["pmid"]
    cells = [v for k, v in publication.items() if k not in ("pmid", "doi", "year")]
    cells += [v for row in ARMS[pmid] for k, v in row.items() if k != "pmid"]
    cells += [v for row in FIGURES[pmid] for k, v in row.items() if k not in ("pmid", "source")]
    known = {float(len(ARMS[pmid]))}
    return known.union(*(numbers_of_fact(cell) for cell in cells))


def known_percentages(publication: dict[str, str]) -> set[float]:
    pmid = publication["pmid"]
    known = {float(f["ci_level"]) for f in FIGURES[pmid] if f["ci_level"]}
    for figure in FIGURES[pmid]:
        if "%" in figure["unit"]:
            for column in ("value", "ci_low", "ci_high"):
                known |= numbers_of_fact(figure[column])
    for row in ARMS[pmid]:
        arm = f"{row['regimen']} {row['label']}"
        known |= {float(n) for n in re.findall(r"(\d+(?:\.\d+)?)\s*%", arm)}
    return known


def foreign(publication: dict[str, str], text: str) -> list[str]:
    """Numbers in an abstract that the facts do not hold."""
    known, percentages, out = known_numbers(publication), known_percentages(publication), []
    for match in NUMBER.finditer(text):
        value, after = number(match.group()), text[match.end() :]
        unknown = value not in known
        if unknown or (re.match(r"\s*%", after) and value not in percentages):
            out.append(text[max(0, match.start() - 25) : match.end() + 15])
    for match in re.finditer(r"[A-Za-z]+", text):
        word = match.group().lower()
        if word in WORDS and word not in FREE_WORDS and float(WORDS[word]) not in known:
            out.append(text[max(0, match.start() - 25) : match.end() + 15])
    return out


def test_is_valid_pubmed_xml() -> None:
    dtd = etree.DTD(str(Path(Entrez.__file__).parent / "DTDs" / "pubmed_250101.dtd"))
    assert dtd.validate(TREE), dtd.error_log.filter_from_errors()
    assert TREE.docinfo.system_url.endswith("pubmed_250101.dtd")


def test_every_publication_has_one_record_and_every_record_a_publication() -> None:
    listed = [row["pmid"] for row in PUBLICATIONS]
    assert len(listed) == len(set(listed)) == 141
    assert len(ARTICLES) == len(TREE.getroot())
    assert sorted(ARTICLES) == sorted(listed)
    assert {*FIGURES, *ARMS} <= set(listed)
    assert sum(map(len, FIGURES.values())) == 691


def test_records_stand_in_the_order_of_their_pmids() -> None:
    assert list(ARTICLES) == sorted(ARTICLES, key=int)


@pytest.mark.parametrize("publication", PUBLICATIONS, ids=lambda row: row["pmid"])
def test_bibliography_is_that_of_the_facts(publication: dict[str, str]) -> None:
    article = ARTICLES[publication["pmid"]]
    assert article.findtext(".//ArticleTitle") == publication["title"]
    assert article.findtext(".//PubDate/Year") == publication["year"]
    assert (article.findtext(".//ArticleId[@IdType='doi']") or "") == publication["doi"]
    accessions = [e.text for e in article.iterfind(".//AccessionNumber")]
    assert ";".join(accessions) == publication["registry_ids"]
    assert set(re.findall(r"NCT\d+", TEXTS[publication["pmid"]])) <= set(accessions)


@pytest.mark.parametrize("publication", PUBLICATIONS, ids=lambda row: row["pmid"])
def test_abstract_holds_every_figure_and_no_other_number(publication: dict[str, str]) -> None:
    pmid = publication["pmid"]
    lacks = {
        f"{figure['measure']} {figure['arm_or_comparison']}": gaps
        for figure in FIGURES[pmid]
        if (gaps := missing(figure, TEXTS[pmid]))
    }
    assert lacks == {}
    follow_up = publication["median_followup_months"]
    assert not follow_up or float(follow_up) in numbers_in(TEXTS[pmid])
    assert foreign(publication, TEXTS[pmid]) == []


def test_no_abstract_and_no_sentence_of_length_serves_two_records() -> None:
    abstracts = Counter(text for text in TEXTS.values() if text)
    assert max(abstracts.values()) == 1
    sentences = Counter(
        sentence
        for text in TEXTS.values()
        for sentence in set(re.split(r"(?<=\.)\s+(?=[A-Z])", text))
        if len(sentence.split()) >= 12
    )
    assert [s for s, n in sentences.items() if n > 1] == []


def test_abstracts_are_written_in_more_than_one_manner() -> None:
    labels = {
        tuple(s.get("Label", "") for s in a.iterfind(".//Abstract/AbstractText"))
        for a in ARTICLES.values()
    }
    assert {(), ("",), ("BACKGROUND", "METHODS", "FINDINGS", "INTERPRETATION")} <= labels
    joined = "\n".join(TEXTS.values())
    manners = [
        r"\d·\d",
        r"P\s?[<=]\s?\.\d",
        r"P[<=]0\.\d",
        r"\d to \d",
        r"\d–\d",
        "respectively",
        r" v \d",
    ]
    for manner in manners:
        assert re.search(manner, joined), manner


def test_provenance_names_every_publication_with_a_secondary_figure() -> None:
    provenance = (CORPUS / "PROVENANCE.md").read_text(encoding="utf-8")
    figures = [row for rows_of_one in FIGURES.values() for row in rows_of_one]
    secondary = {row["pmid"] for row in figures if row["secondary"] == "true"}
    assert sorted(p for p in secondary if p not in provenance) == []


FIGURE = {
    "value": "0.5", "unit": "HR", "ci_low": "0.4", "ci_high": "0.62", "ci_level": "95",
    "p": "<.001", "n_events": "", "n_total": "", "timepoint": "", "median_followup_months": "34",
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        ("HR 0.50; 95% CI, 0.40 to 0.62; P<.001; follow-up 34 months", []),
        ("HR 0·50 (95% CI 0·40–0·62; p<0·001), 34 months", []),
        ("HR 0.55; 95% CI, 0.40 to 0.62; P<.001; 34 months", ["value 0.5", "interval 0.4 to 0.62"]),
        ("HR 0.50; 95% CI, 0.40 to 0.63; P<.001; 34 months", ["interval 0.4 to 0.62"]),
        ("HR 0.50; 95% CI, 0.40 to 0.62; P=.001; 34 months", ["p <.001"]),
        ("HR 0.50; 90% CI, 0.40 to 0.62; P<.001", ["level 95", "median_followup_months 34"]),
    ],
)
def test_the_comparison_itself_notices_a_changed_figure(text: str, gaps: list[str]) -> None:
    assert missing(FIGURE, text) == gaps


@pytest.mark.parametrize(
    "planted", ["12.34 months", "77.7%", "in nineteen centres", "P = .0499", "1,234,567 cells"]
)
def test_the_comparison_itself_notices_a_number_of_no_fact(planted: str) -> None:
    publication = next(row for row in PUBLICATIONS if TEXTS[row["pmid"]])
    assert foreign(publication, f"{TEXTS[publication['pmid']]} {planted}") != []
