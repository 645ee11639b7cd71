"""The meaning of queries: a table, and an evaluator that knows nothing of the index.

The evaluator goes through the parsed records one by one and asks of each whether it fits. It
shares the grammar with the service (tested on its own), and nothing else.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from localpubmed.query import Node, Operation, QueryError, Range, Term, parse, write
from localpubmed.store import Index
from localpubmed.translate import Translation
from localpubmed.words import STOPWORDS
from pubmed.parse import iter_articles, record_of

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "localpubmed"
TABLE: dict[str, list[int]] = yaml.safe_load((FIXTURES / "queries.yaml").read_text("utf-8"))

TEXTS = {
    "ti": "title",
    "ab": "abstract other",
    "tiab": "title abstract other keywords",
    "ot": "keywords",
    "tt": "vernacular",
    "ad": "affiliations",
    "fau": "people",
    "tw": "title abstract other keywords subjects",
    "all": "title abstract other keywords subjects vernacular people affiliations journal ids",
}
NAMES = {
    "title/abstract": "tiab", "title": "ti", "abstract": "ab", "text word": "tw",
    "all fields": "all", "mesh terms": "mh", "mesh major topic": "majr",
    "publication type": "pt", "author": "au", "journal": "ta", "language": "la",
    "date - create": "crdt", "date - publication": "dp", "pdat": "dp", "pmid": "uid",
    "aid": "doi", "sb": "filter", "other term": "ot", "supplementary concept": "nm",
    "affiliation": "ad", "date - entry": "edat", "author - full": "fau", "date - mesh": "mhda",
    "secondary source id": "si", "mesh": "mh", "article identifier": "doi", "substance": "nm",
    "mesh subheading": "sh", "date - completion": "dcom", "date - modification": "lr",
    "volume": "vi", "issue": "ip", "pagination": "pg", "grants and funding": "gr",
    "place of publication": "pl", "author - first": "1au", "author - last": "lastau",
    "author - corporate": "cn", "transliterated title": "tt", "uid": "uid",
    "nlm unique id": "jid", "ec/rn number": "rn", "filter": "filter",
    "print date of publication": "ppdat", "electronic date of publication": "epdat",
}  # fmt: skip
SPELT = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i"}
DATES = ("crdt", "edat", "mhda", "dp", "dcom", "lr", "epdat", "ppdat")
SUBSETS = {
    "MEDLINE": "medline",
    "Publisher": "publisher",
    "In-Process": "inprocess",
    "In-Data-Review": "inprocess",
}
NARROWER = {
    "clinical trial": {"clinical trial, phase ii", "randomized controlled trial"},
    "review": {"systematic review"},
}


def tokens(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).lower()
    plain = "".join(spelt(c) for c in plain if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+", plain)


def spelt(character: str) -> str:
    name = unicodedata.name(character, "")
    if name.startswith("GREEK SMALL LETTER") and " WITH " not in name:
        return name.rpartition(" ")[2].lower().replace("lamda", "lambda")
    return SPELT.get(character, character)


def norm(term: str) -> str:
    return ", ".join(" ".join(tokens(part)) for part in term.split(", "))


@dataclass
class Doc:
    pmid: int
    texts: dict[str, list[list[str]]]
    terms: dict[str, set[str]]
    authors: list[tuple[list[str], str]]
    dates: dict[str, list[datetime.date]]
    mesh: list[tuple[str, bool, list[tuple[str, bool]]]] = field(default_factory=list)


def day(text: str) -> list[datetime.date]:
    numbers = [int(part) for part in text.split("-") if part]
    return [datetime.date(*[*numbers, 1, 1][:3])] if numbers else []


def at(element: etree._Element, path: str) -> list[str]:
    return ["".join(found.itertext()).strip() for found in element.iterfind(path)]


def stated(element: etree._Element, path: str) -> list[datetime.date]:
    found = element.find(path)
    if found is None:
        return []
    return day("-".join(found.findtext(part, "") for part in ("Year", "Month", "Day")))


def doc_of(element: etree._Element) -> Doc:
    record = record_of(element)
    article = "MedlineCitation/Article/"
    names = element.iterfind(".//AuthorList/Author")
    authors, people, groups = [], list(record.authors), []
    for name in names:
        last, fore = name.findtext("LastName", ""), name.findtext("ForeName", "")
        if name.find("CollectiveName") is not None:
            groups.append(name.findtext("CollectiveName", ""))
            authors.append((tokens(groups[-1]), ""))
            continue
        authors.append((tokens(last), "".join(tokens(name.findtext("Initials", "")))))
        if fore.replace(" ", "") != name.findtext("Initials", ""):
            people += [f"{last} {fore}", f"{fore} {last}"]
    mesh = [
        (
            norm(heading.findtext("DescriptorName", "")),
            any(part.get("MajorTopicYN") == "Y" for part in heading),
            [
                (norm(part.text or ""), part.get("MajorTopicYN") == "Y")
                for part in heading.iterfind("QualifierName")
            ],
        )
        for heading in element.iterfind("MedlineCitation/MeshHeadingList/MeshHeading")
    ]
    substances = [*at(element, ".//NameOfSubstance"), *at(element, ".//SupplMeshName")]
    numbers = [n for n in at(element, ".//Chemical/RegistryNumber") if n != "0"]
    banks = at(element, ".//DataBankName")
    accessions = at(element, ".//AccessionNumber")
    journal = [record.journal, record.journal_abbrev, *at(element, article + "Journal/ISSN")]
    identifiers = [
        *at(element, article + "ELocationID"),
        *at(element, "PubmedData/ArticleIdList/ArticleId"),
        *at(element, "BookDocument/ArticleIdList/ArticleId"),
    ]
    book = at(element, "BookDocument/Book/BookTitle")
    grants = [*at(element, ".//Grant/GrantID"), *at(element, ".//Grant/Agency")]
    subjects = [
        name for name, _, qualifiers in mesh for name in [name, *(q for q, _ in qualifiers)]
    ]
    subjects += [" ".join(at(person, "*")) for person in element.iterfind(".//PersonalNameSubject")]
    subjects += [*substances, *numbers, *banks, *accessions, *record.publication_types]
    created, added, indexed = day(record.created), day(record.added), day(record.mesh_date)
    electronic = stated(element, article + "ArticleDate")
    completed = stated(element, "MedlineCitation/DateCompleted")
    printed = day(record.pub_date)
    known = [*created, *added, *indexed, *completed, *day(record.revised), *printed, *electronic]
    created = created or [min(known)]
    added = added or created
    texts = {
        "title": [record.title, *book],
        "abstract": [record.abstract],
        "other": [other.text for other in record.other_abstracts],
        "keywords": list(record.keywords),
        "subjects": subjects,
        "vernacular": [record.vernacular_title],
        "people": people,
        "affiliations": at(element, ".//Affiliation"),
        "journal": journal,
        "ids": [record.pmid, *identifiers, *grants],
    }
    journals = {norm(name.replace(", ", " ")) for name in journal}
    journals |= {norm(name.split(" : ")[0]) for name in journal}
    pages = at(element, ".//MedlinePgn")
    languages = {"eng": "english", "ger": "german", "fre": "french"}
    terms = {
        "pt": {norm(kind) for kind in record.publication_types},
        "la": {norm(code) for code in record.languages}
        | {languages[c] for c in record.languages if c in languages},
        "ta": {name.removeprefix("the ") for name in journals},
        "nm": set(map(norm, substances)),
        "rn": set(map(norm, numbers)),
        "si": set(map(norm, [*banks, *accessions, *(f"{banks[0]} {a}" for a in accessions)])),
        "doi": set(map(norm, identifiers)) - {record.pmid},
        "gr": set(map(norm, grants)),
        "vi": set(map(norm, [record.volume])) - {""},
        "ip": set(map(norm, [record.issue])) - {""},
        "pg": set(map(norm, [*pages, *(page.split("-")[0] for page in pages)])),
        "jid": set(map(norm, at(element, ".//NlmUniqueID"))),
        "pl": set(map(norm, at(element, ".//MedlineJournalInfo/Country"))),
        "cn": set(map(norm, groups)),
        "sh": {name for _, _, qualifiers in mesh for name, _ in qualifiers},
        "filter": {SUBSETS.get(record.medline_status, "pubmednotmedline")}
        | ({"hasabstract"} if record.abstract else set()),
    }
    dates = {
        "crdt": created, "edat": added, "mhda": indexed or added, "dcom": completed,
        "lr": day(record.revised), "dp": [*printed, *electronic], "epdat": electronic,
        "ppdat": printed if not book else [],
    }  # fmt: skip
    cut = {name: [tokens(value) for value in values if value] for name, values in texts.items()}
    return Doc(int(record.pmid), cut, terms, authors, dates, mesh)


class BruteForce:
    """Evaluates queries by going through all records."""

    def __init__(self, docs: Sequence[Doc]) -> None:
        self.docs = docs

    def search(self, query: str) -> list[int]:
        found = self.node(parse(query))
        return sorted(doc.pmid for doc in found or [])

    def where(self, fits: Callable[[Doc], bool]) -> list[Doc]:
        return [doc for doc in self.docs if fits(doc)]

    def node(self, node: Node) -> list[Doc] | None:
        """Return the records that fit, or None for a part that is ignored."""
        if isinstance(node, Operation):
            left, right = self.node(node.left), self.node(node.right)
            if left is None or right is None:
                if left is None and node.operator == "NOT" and right is not None:
                    raise QueryError("NOT after nothing")
                return right if left is None else left
            ours, theirs = {d.pmid for d in left}, {d.pmid for d in right}
            kept = {"AND": ours & theirs, "OR": ours | theirs, "NOT": ours - theirs}[node.operator]
            return self.where(lambda doc: doc.pmid in kept)
        if isinstance(node, Range):
            tag = NAMES.get(node.tag.lower(), node.tag.lower())
            if tag == "uid":
                return self.where(lambda doc: int(node.low) <= doc.pmid <= int(node.high))
            low, high = self.span(node.low), self.span(node.high)
            if low is None or high is None:
                return []
            return self.dated(tag, low[0], high[1])
        assert isinstance(node, Term)
        return self.term(node)

    def dated(self, tag: str, first: datetime.date, last: datetime.date) -> list[Doc]:
        return self.where(lambda doc: any(first <= date <= last for date in doc.dates[tag]))

    @staticmethod
    def span(text: str) -> tuple[datetime.date, datetime.date] | None:
        match = re.fullmatch(r"(\d{4})(?:[/-](\d\d?))?(?:[/-](\d\d?))?", text)
        if not match:
            return None
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        try:
            first = datetime.date(year, month or 1, day or 1)
        except ValueError:
            return None
        if day:
            return first, first
        if year == 9999 and month in (None, 12):
            return first, datetime.date.max
        after = datetime.date(year + (not month or month == 12), ((month or 12) % 12) + 1, 1)
        return first, after - datetime.timedelta(days=1)

    def term(self, term: Term) -> list[Doc] | None:
        tag, _, distance = term.tag.lower().partition(":~")
        exploded = not tag.endswith(":noexp")
        tag = tag.removesuffix(":noexp")
        tag = NAMES.get(tag, tag)
        if distance and tag in ("ti", "tiab", "ad") and "*" not in term.text:
            return self.near(tag, tokens(term.text), int(distance))
        if tag in TEXTS:
            return self.text(tag, term, whole=not distance)
        if tag in DATES:
            span = self.span(term.text)
            return self.dated(tag, *span) if span else []
        if tag == "uid":
            wanted = term.text.replace(",", " ").split()
            return self.where(lambda doc: str(doc.pmid) in wanted)
        if tag in ("au", "1au", "lastau"):
            return self.author(tag, term)
        if tag in ("mh", "majr"):
            return self.where(lambda doc: self.has_mesh(doc, term.text, tag == "majr", exploded))
        if tag == "pt" and "*" not in term.text:
            kinds = {norm(term.text)} | (
                NARROWER.get(norm(term.text), set()) if exploded else set()
            )
            return self.where(lambda doc: bool(kinds & doc.terms["pt"]))
        if tag == "filter":
            return self.filtered(re.sub(r"[\s-]", "", term.text.lower()))
        if tag in self.docs[0].terms:
            return self.where(lambda doc: self.has_term(doc.terms[tag], term.text, tag))
        return self.untagged(term)

    def has_term(self, terms: Iterable[str], text: str, tag: str) -> bool:
        if "*" in text:
            stem = norm(text.partition("*")[0])
            return any(term.startswith(stem) for term in terms)
        wanted = norm(text.replace(", ", " ") if tag == "ta" else text.replace("/", " "))
        return (wanted.removeprefix("the ") if tag == "ta" else wanted) in terms

    def has_mesh(self, doc: Doc, text: str, major: bool, exploded: bool) -> bool:
        heading, slash, qualifier = text.partition("/")
        for name, is_major, qualifiers in doc.mesh:
            if slash:
                if name == norm(heading) and (norm(qualifier), True) in [
                    (q, m or not major) for q, m in qualifiers
                ]:
                    return True
            elif major and not is_major:
                continue
            elif "*" in text:
                if name.startswith(norm(text.partition("*")[0])):
                    return True
            elif name == norm(text) or (exploded and name.startswith(norm(text) + ", ")):
                return True
        return False

    def filtered(self, name: str) -> list[Doc]:
        if name in ("human", "humans", "male", "female", "animals"):
            name = name.removesuffix("s") + "s" if name.startswith(("human", "animal")) else name
            return self.where(lambda doc: any(heading == name for heading, _, _ in doc.mesh))
        kinds = ["review", "letter", "case reports", "meta-analysis", "systematic review"]
        kinds += ["clinical trial", "randomized controlled trial"]
        for kind in kinds:
            if name == re.sub(r"[\s-]", "", kind):
                return self.term(Term(kind, tag="pt")) or []
        if name == "all":
            return list(self.docs)
        return self.where(lambda doc: name in doc.terms["filter"] | doc.terms["la"])

    def author(self, tag: str, term: Term) -> list[Doc]:
        words = tokens(term.text.partition("*")[0])

        def fits(author: tuple[list[str], str]) -> bool:
            last, initials = author
            if "*" in term.text:
                return "_".join(last).startswith("_".join(words))
            if last == words:
                return True
            for cut in (1, 2):
                given = words[-cut:]
                if last == words[:-cut] and all(len(word) <= 4 for word in given):
                    start = "".join(given)
                    if initials == start or (not term.quoted and initials.startswith(start)):
                        return True
            return False

        def chosen(doc: Doc) -> list[tuple[list[str], str]]:
            return {"au": doc.authors, "1au": doc.authors[:1], "lastau": doc.authors[-1:]}[tag]

        found = self.where(lambda doc: any(fits(author) for author in chosen(doc)))
        if not found and tag == "au" and len(words) > 1:
            return self.phrase("fau", words)
        return found

    def phrase(self, tag: str, words: Sequence[str]) -> list[Doc]:
        def at(value: Sequence[str], start: int) -> bool:
            for place, word in enumerate(words):
                there = value[start + place]
                if word.endswith("*"):
                    if not there.startswith(word[:-1]):
                        return False
                elif there != word:
                    return False
            return True

        def fits(doc: Doc) -> bool:
            values = [value for name in TEXTS[tag].split() for value in doc.texts[name]]
            return any(
                at(value, start) for value in values for start in range(len(value) - len(words) + 1)
            )

        return self.where(fits)

    def near(self, tag: str, words: Sequence[str], distance: int) -> list[Doc]:
        wanted = set(words)
        width = len(wanted) + distance

        def fits(doc: Doc) -> bool:
            values = [value for name in TEXTS[tag].split() for value in doc.texts[name]]
            return any(
                wanted <= set(value[start : start + width])
                for value in values
                for start in range(len(value))
            )

        return self.where(fits)

    @staticmethod
    def cut(text: str) -> list[str]:
        """Cut a term into words; only the last keeps a star, and only after four letters."""
        words: list[str] = []
        for piece in re.findall(r"[^\s*]+\*?|\*", text):
            parts = tokens(piece)
            if parts and piece.endswith("*"):
                parts[-1] += "*"
            words += parts
        return [
            word.rstrip("*") if place < len(words) - 1 or len(word) < 5 else word
            for place, word in enumerate(words)
        ]

    def text(self, tag: str, term: Term, whole: bool = True) -> list[Doc] | None:
        words = self.cut(term.text)
        if not words or (len(words) == 1 and words[0] in STOPWORDS):
            return None
        found = self.phrase(tag, words)
        if (found and whole) or len(term.text.split()) == 1:
            return found
        return self.each(tag, term.text.split())

    def each(self, tag: str, words: Iterable[str]) -> list[Doc] | None:
        result: list[Doc] | None = None
        for word in words:
            parts = self.cut(word)
            if not parts or (len(parts) == 1 and parts[0] in STOPWORDS):
                continue
            fitting = {doc.pmid for doc in self.phrase(tag, parts)}
            before = result if result is not None else list(self.docs)
            result = [doc for doc in before if doc.pmid in fitting]
        return result

    def untagged(self, term: Term) -> list[Doc] | None:
        if term.quoted:
            found = self.phrase("all", self.cut(term.text))
            if found:
                return found
        words = term.text.split()
        result: list[Doc] | None = None
        while words:
            size, part = next(self.pieces(words))
            words = words[size:]
            if part is not None:
                fitting = {doc.pmid for doc in part}
                before = result if result is not None else list(self.docs)
                result = [doc for doc in before if doc.pmid in fitting]
        return result

    def pieces(self, words: Sequence[str]) -> Iterator[tuple[int, list[Doc] | None]]:
        for size in range(min(8, len(words)), 0, -1):
            target = self.target(" ".join(words[:size]))
            if target is not None:
                yield size, target
        yield 1, self.each("all", words[:1])

    def target(self, text: str) -> list[Doc] | None:
        words = tokens(text)
        if "*" in text or not words or all(word in STOPWORDS for word in words):
            return None
        if text.lower() == "hasabstract":
            return self.filtered("hasabstract")
        orders = [" ".join(words)]
        orders += [f"{' '.join(words[c:])}, {' '.join(words[:c])}" for c in range(1, len(words))]
        orders.append(", ".join(reversed(words)))
        for heading in orders:
            if any(name == heading for doc in self.docs for name, _, _ in doc.mesh):
                return self.with_words(words, lambda d, h=heading: self.has_mesh(d, h, False, True))
        for tag in ("nm", "ta"):
            if any(self.has_term(doc.terms[tag], text, tag) for doc in self.docs):
                return self.with_words(words, lambda d, t=tag: self.has_term(d.terms[t], text, t))
        if len(words) > 1 and len(words[-1]) <= 2 and words[-1].isalpha():
            return self.author("au", Term(" ".join(words))) or None
        return None

    def with_words(self, words: Sequence[str], fits: Callable[[Doc], bool]) -> list[Doc]:
        each = {doc.pmid for doc in self.each("all", words) or []}
        together = {doc.pmid for doc in self.phrase("all", words)}
        return self.where(lambda doc: fits(doc) or doc.pmid in each | together)


@pytest.fixture(scope="module")
def brute_force() -> BruteForce:
    files = sorted((FIXTURES / "corpus").glob("*.xml"))
    docs = [doc_of(element) for path in files for _, _, element in iter_articles(path)]
    return BruteForce(docs)


def test_the_table_is_long_enough() -> None:
    assert len(TABLE) >= 120
    assert sum(bool(pmids) for pmids in TABLE.values()) >= 100


@pytest.mark.parametrize("query", TABLE)
def test_the_service_finds_what_the_table_says(
    query: str, found: Callable[[str], list[int]]
) -> None:
    assert found(query) == TABLE[query]


@pytest.mark.parametrize("query", TABLE)
def test_going_through_all_records_finds_the_same(query: str, brute_force: BruteForce) -> None:
    assert brute_force.search(query) == TABLE[query]


@pytest.mark.parametrize("query", TABLE)
def test_the_translation_is_itself_a_query_with_the_same_result(
    query: str, found: Callable[[str], list[int]], meaning: Callable[[str], Translation]
) -> None:
    shown = meaning(query).shown
    assert not TABLE[query] or found(shown) == TABLE[query]


_WORDS = (
    "lenalidomide thalidomide aspirin patients therapy survival with of the in quality life "
    "progression-free free maintenance early drug* mainten* treat* TGF-β1 CO2 stroke leukemia "
    "myeloid acute lymphoma zzz marker smith"
)
WORDS = st.sampled_from(_WORDS.split(" "))
TAGS = st.sampled_from(["", "ti", "tiab", "ab", "all", "tw", "ot", "mh", "majr", "nm", "foo"])


@st.composite
def terms(draw: st.DrawFn) -> Node:
    kind = draw(st.integers(0, 9))
    if kind == 0:
        low, high = sorted((draw(st.integers(2003, 2023)), draw(st.integers(2003, 2023))))
        return Range(str(low), str(high), draw(st.sampled_from(["dp", "crdt", "edat", "mhda"])))
    if kind == 1:
        numbers = st.integers(99_000_000, 99_020_010)
        low, high = sorted((draw(numbers), draw(numbers)))
        return Range(str(low), str(high), "uid")
    words = draw(st.lists(WORDS, min_size=1, max_size=3))
    if kind == 2:
        near = draw(st.sampled_from(["tiab:~0", "tiab:~2", "ti:~5"]))
        return Term(" ".join(words).replace("*", ""), True, near)
    return Term(" ".join(words), draw(st.booleans()), draw(TAGS))


queries = st.recursive(
    terms(),
    lambda inner: st.builds(Operation, st.sampled_from(["AND", "OR", "NOT"]), inner, inner),
    max_leaves=6,
)


@given(queries)
def test_any_query_means_the_same_to_both(
    index: Index, found: Callable[[str], list[int]], brute_force: BruteForce, query: Node
) -> None:
    text = write(query)
    try:
        expected = brute_force.search(text)
    except QueryError:
        with pytest.raises(QueryError):
            found(text)
    else:
        assert found(text) == expected
