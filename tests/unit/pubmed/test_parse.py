"""Every oddity of PubMed's XML that has a fixture named after it, and what it must become."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import Bio.Entrez
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pubmed.markup import subscript, superscript, text_of, tidy
from pubmed.parse import iter_articles, iter_elements, record_of, version_of
from review.errors import ReviewError
from review.records import Record

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "pubmed"
ACCEPTED = sorted(FIXTURES.glob("*.xml"))
REFUSED = sorted((FIXTURES / "refused").glob("*.xml"))


def record(name: str) -> Record:
    """Return the last record of a fixture."""
    return [record_of(element) for _, element in iter_elements(FIXTURES / f"{name}.xml")][-1]


@pytest.mark.parametrize("path", ACCEPTED, ids=lambda path: path.stem)
def test_fixtures_are_what_pubmed_could_send(path: Path) -> None:
    dtds = Path(str(Bio.Entrez.__file__)).parent / "DTDs"
    dtd = etree.DTD(str(dtds / "pubmed_250101.dtd"))
    tree = etree.parse(path)
    assert path.stem == "empty-set" or dtd.validate(tree), dtd.error_log


@pytest.mark.parametrize("path", ACCEPTED, ids=lambda path: path.stem)
def test_sections_lie_in_the_abstract(path: Path) -> None:
    for _, element in iter_elements(path):
        made = record_of(element)
        parts = [made.abstract[section.start : section.end] for section in made.sections]
        assert "\n".join(parts) == made.abstract
        assert all(part and part == tidy(part) for part in parts)


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.stem)
def test_damaged_or_foreign_files_are_refused_by_name(path: Path) -> None:
    with pytest.raises(ReviewError) as caught:
        list(iter_articles(path))
    assert caught.value.where == str(path)
    assert caught.value.fix


def test_position_and_last_record_of_damage_are_named() -> None:
    with pytest.raises(ReviewError, match=r"line \d+, column \d+, after PMID 99010901"):
        list(iter_articles(FIXTURES / "refused" / "cut-short.xml"))


def test_entities_are_never_expanded() -> None:
    with pytest.raises(ReviewError, match="declares XML entities"):
        list(iter_articles(FIXTURES / "refused" / "entities-that-expand.xml"))


@pytest.mark.parametrize("pmid", ["", "0", "00990001", "9" * 40, "٩٩", "-1", "1e3"])
def test_what_is_no_pmid_is_refused(pmid: str) -> None:
    text = f"<PubmedArticle><MedlineCitation><PMID>{pmid}</PMID></MedlineCitation></PubmedArticle>"
    with pytest.raises(ReviewError, match="a PubmedArticle at line 1 has no PMID"):
        list(iter_articles(io.BytesIO(text.encode())))


def test_a_character_named_by_html_keeps_its_place() -> None:
    text = (FIXTURES / "other-abstract-in-french.xml").read_text(encoding="utf-8")
    text = text.replace("Nothing happened.", "Gr&ouml;&szlig;e 5&nbsp;mg &unknown; &lt;b&gt;.")
    _, element = next(iter(iter_elements(io.BytesIO(text.encode()))))
    assert record_of(element).abstract == "Größe 5 mg &unknown; <b>."


@pytest.mark.parametrize("keep", [30, 200, -9])
def test_gzip_that_ends_early_is_refused(keep: int) -> None:
    packed = gzip.compress((FIXTURES / "corrected.xml").read_bytes())
    with pytest.raises(ReviewError, match=r"a stream: .*(gzip|well-formed)"):
        list(iter_articles(io.BytesIO(packed[:keep]), name="a stream"))


def test_gzip_is_known_by_its_bytes_not_its_name(tmp_path: Path) -> None:
    path = tmp_path / "corpus.xml"
    path.write_bytes(gzip.compress((FIXTURES / "corrected.xml").read_bytes()))
    assert len(list(iter_articles(path))) == 1


def test_the_bytes_of_a_record_read_back_as_the_record() -> None:
    for path in ACCEPTED:
        for _, raw, element in iter_articles(path):
            assert record_of(etree.fromstring(raw)) == record_of(element)


def test_an_empty_set_has_no_records() -> None:
    assert list(iter_articles(FIXTURES / "empty-set.xml")) == []


def test_superscripts_carry_numbers() -> None:
    made = record("superscripts-carry-numbers")
    assert made.title == "Doses of 10⁶ cells and 25 mg/m² in TP53-mutated disease"
    assert made.abstract == (
        "CD138⁺ cells at 2 × 10⁻⁵; IC₅₀ and Cₘₐₓ; note^(1,2); a nested ³ tag; Brandex®."
    )


def test_comparison_signs_beside_tags() -> None:
    expected = "Longer with drug (P<0.001) and age >65 & frail; hazard ratio 0.52."
    assert record("comparison-signs-beside-tags").abstract == expected


def test_mathml_in_abstract() -> None:
    assert record("mathml-in-abstract").abstract == "The rate was (a+1)/2≤10⁻³ and √(x₁)."


def test_labelled_sections_with_copyright() -> None:
    made = record("labelled-sections-with-copyright")
    assert made.abstract == "Relapse is common.\nWe gave a drug.\nMedian 41 months."
    assert [(section.label, section.category) for section in made.sections] == [
        ("BACKGROUND", "BACKGROUND"),
        ("PATIENTS AND METHODS", "METHODS"),
        ("FINDINGS", "RESULTS"),
    ]


def test_other_abstracts_are_kept_apart() -> None:
    made = record("other-abstract-in-french")
    assert made.abstract == "Nothing happened."
    assert [(other.type, other.language, other.text) for other in made.other_abstracts] == [
        ("Publisher", "fre", "Rien ne s'est passé: 99 mois."),
        ("plain-language-summary", "eng", "Nothing, in plain words."),
    ]


def test_no_abstract() -> None:
    made = record("no-abstract")
    assert (made.abstract, made.sections) == ("", ())


@pytest.mark.parametrize(
    ("name", "year", "date", "raw"),
    [
        ("medline-date-range", 1998, "1998-12", "1998 Dec-1999 Jan"),
        ("medline-date-season-first", 2017, "2017", "Fall 2017-Winter 2018"),
        ("medline-date-years", 1975, "1975", "1975-1976"),
        ("season-without-month", 2009, "2009", "2009 Spring"),
        ("electronic-date-beside-print-month", 2012, "2012-02", "2012 Feb"),
        ("impossible-day", 2011, "2011-02", "2011 02 30"),
    ],
)
def test_publication_dates(name: str, year: int, date: str, raw: str) -> None:
    made = record(name)
    assert (made.year, made.pub_date, made.pub_date_raw) == (year, date, raw)


def test_history_dates() -> None:
    made = record("mesh-with-major-qualifier")
    assert (made.created, made.added, made.mesh_date) == ("2011-08-16", "2011-08-17", "2012-01-05")
    assert made.revised == "2020-02-03"


def test_collective_author_and_incomplete_list() -> None:
    made = record("collective-author")
    assert made.authors == ("Núñez JL", "Ng P 3ʳᵈ", "Invented Myeloma Group")
    assert not made.authors_complete


def test_invalid_author_names_are_left_out() -> None:
    made = record("author-name-corrected")
    assert made.authors == ("Alba A",) and made.authors_complete


def test_own_doi_and_not_that_of_a_reference() -> None:
    made = record("references-with-dois")
    assert (made.doi, made.pmcid) == ("10.9999/own.doi", "PMC9900001")
    assert made.references == ("99000016", "99000017", "99000018")
    assert record("doi-only-among-references").doi == ""
    assert record("doi-in-elocation-with-an-invalid-one").doi == "10.9999/valid"


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("retracted", "retracted"),
        ("retraction-notice", "retraction_notice"),
        ("expression-of-concern", "expression_of_concern"),
        ("notice-of-concern", "concern_notice"),
        ("corrected", "corrected"),
        ("erratum-notice", "erratum_notice"),
        ("corrected-and-republished", "republished"),
        ("republication", "republication"),
        ("retracted-and-republished", "retracted"),
        ("retracted-by-words-only", "current"),
    ],
)
def test_standing_comes_from_links_and_types_never_from_words(name: str, status: str) -> None:
    assert record(name).status == status


def test_corrections_keep_their_citation_and_may_lack_a_pmid() -> None:
    first, second = record("retracted").corrections
    assert (first.ref_type, first.pmid) == ("RetractionIn", "99000021")
    assert first.citation == "J Invent Results. 2013 May 4;30(5):201"
    assert (second.ref_type, second.pmid) == ("ErratumIn", "")


def test_registry_numbers_from_data_bank_title_and_abstract() -> None:
    made = record("registry-numbers-everywhere")
    assert list(zip(made.registry_ids, made.registry_sources, strict=True)) == [
        ("NCT99000002", "databank"),
        ("UMIN000004321", "databank"),
        ("NCT99000001", "title"),
        ("EUCTR2005-001110-41", "abstract"),
        ("ISRCTN12345678", "abstract"),
        ("ACTRN12605000055628", "abstract"),
        ("UMIN000001234", "abstract"),
        ("JapicCTI-101235", "abstract"),
        ("jRCTs031180001", "abstract"),
        ("jRCT2080220001", "abstract"),
        ("ChiCTR-TRC-10001113", "abstract"),
        ("ChiCTR2000029765", "abstract"),
        ("DRKS00001234", "abstract"),
        ("CTRI/2009/091/000123", "abstract"),
        ("NTR1234", "abstract"),
        ("NTR213", "abstract"),
    ]


def test_translated_titles() -> None:
    made = record("translated-title-in-brackets")
    assert made.title == "[Maintenance in an invented disease]."
    assert made.vernacular_title == "Mantenimiento en una enfermedad inventada."
    assert made.languages == ("spa", "eng")
    only = record("vernacular-title-only")
    assert only.title == only.vernacular_title == "Erhaltung bei einer erfundenen Krankheit."


def test_versions_and_deletions_are_told() -> None:
    versions = [
        (pmid, version_of(element))
        for pmid, element in iter_elements(FIXTURES / "same-pmid-in-two-versions.xml")
    ]
    assert versions == [("99010900", 2), ("99010900", 1), ("99010901", 1)]
    deleted: list[str] = []
    list(iter_articles(FIXTURES / "deleted-citations.xml", deleted=deleted))
    assert deleted == ["99010902", "99010903"]


def test_mesh_keywords_and_indexing() -> None:
    made = record("mesh-with-major-qualifier")
    first, second = made.mesh
    assert (first.heading, first.major) == ("Multiple Myeloma", True)
    assert first.qualifiers == ("drug therapy", "mortality")
    assert (second.heading, second.major, second.qualifiers) == ("Humans", False, ())
    assert made.keywords == ("upkeep", "β₂-microglobulin")
    assert (made.medline_status, made.indexing_method) == ("MEDLINE", "Automated")


def test_journal_and_pages() -> None:
    made = record("start-and-end-page")
    assert (made.journal, made.journal_abbrev) == (
        "Journal of invented results",
        "J Invent Results",
    )
    assert (made.volume, made.issue, made.pages) == ("28", "Suppl 8", "e101-e113")


def test_characters_that_nobody_sees_go() -> None:
    assert record("unseen-characters").title == "lenofictide in the élderly odd"


def test_books() -> None:
    made = record("book-among-articles")
    assert (made.record_type, made.title) == ("book", "A chapter on upkeep")
    assert (made.journal, made.year, made.volume) == ("Inventions Reviewed", 1993, "2")
    assert made.authors == ("Writer W",)
    assert (made.doi, made.created) == ("10.9999/book.chapter", "2010-03-20")
    assert made.abstract == "What is known." and made.references == ("99000017",)
    assert made.publication_types == ("Review",)
    assert record("book-as-a-whole").title == "Inventions Reviewed"


def test_a_deeply_nested_title_is_refused_not_a_crash() -> None:
    deep = "<i>" * 5000 + "x" + "</i>" * 5000
    text = (FIXTURES / "corrected.xml").read_text(encoding="utf-8")
    text = text.replace("<ArticleTitle>", f"<ArticleTitle>{deep}")
    with pytest.raises(ReviewError, match="depth"):
        list(iter_articles(io.BytesIO(text.encode())))


_INLINE = st.deferred(
    lambda: st.lists(
        st.one_of(
            st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=8),
            st.tuples(st.sampled_from(["b", "i", "sup", "sub", "u"]), _INLINE),
        ),
        max_size=4,
    )
)


def _build(parent: etree._Element, content: list) -> None:
    for piece in content:
        if isinstance(piece, tuple):
            _build(etree.SubElement(parent, piece[0]), piece[1])
        elif len(parent):
            parent[-1].tail = (parent[-1].tail or "") + piece
        else:
            parent.text = (parent.text or "") + piece


@given(_INLINE)
def test_no_inline_markup_loses_a_digit(content: list) -> None:
    element = etree.Element("AbstractText")
    _build(element, content)
    shifted = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")

    def digits(text: str) -> list[str]:
        return [char for char in text.translate(shifted) if char in "0123456789"]

    assert digits(text_of(element)) == digits("".join(element.itertext()))


@given(st.text(max_size=12))
def test_shifting_keeps_every_character_or_marks_the_whole(text: str) -> None:
    for shift, mark in ((superscript, "^"), (subscript, "_")):
        made = shift(text)
        if made != text:
            assert len(made) == len(text) or made.strip() == f"{mark}({text.strip()})"


@given(
    st.sampled_from(ACCEPTED),
    st.integers(0, 6000),
    st.binary(max_size=6),
    st.integers(0, 40),
    st.booleans(),
)
def test_damaged_bytes_are_parsed_or_refused_never_a_crash(
    path: Path, place: int, put: bytes, cut: int, packed: bool
) -> None:
    whole = path.read_bytes()
    whole = gzip.compress(whole, mtime=0) if packed else whole
    place %= len(whole)
    damaged = whole[:place] + put + whole[place + cut :]
    try:
        for _, element in iter_elements(io.BytesIO(damaged), name="damaged"):
            record_of(element)
    except ReviewError as error:
        assert error.where == "damaged"
