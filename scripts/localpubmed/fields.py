"""PubMed's search fields: their tags, their names, and where the index holds them."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Kind(enum.Enum):
    """How a field is searched."""

    WORDS = "words"  # words and phrases of running text, in some columns of the index
    TERM = "term"  # a whole term, by its code
    AUTHOR = "author"  # a whole name, by its code; initials may be left out
    DATE = "date"
    NUMBER = "number"  # PMIDs


TEXT_COLUMNS = ("ti", "ab", "oa", "ot", "sj", "tt", "au", "ad", "jo", "id")
"""Columns of running text: title, abstract, other abstracts, keywords, subjects, vernacular
title, authors, affiliations, journal, identifiers."""

CODE_COLUMN = "codes"
COLUMNS = (*TEXT_COLUMNS, CODE_COLUMN)


@dataclass(frozen=True, slots=True)
class Field:
    """A search field. ``columns`` serve Kind.WORDS, ``prefix`` begins the codes of the others."""

    name: str
    abbreviation: str
    kind: Kind
    tags: tuple[str, ...]
    columns: tuple[str, ...] = ()
    prefix: str = ""
    proximity: bool = False


_TABLE = """
ALL  | All Fields | words | {all} | all
TITL | Title | near | ti | ti
TIAB | Title/Abstract | near | ti ab oa ot | tiab
ABST | Abstract | words | ab oa | ab
WORD | Text Word | words | ti ab oa ot sj | tw, text words, word
OTRM | Other Term | words | ot | ot, author keyword, keyword
TT   | Transliterated Title | words | tt | tt
AFFL | Affiliation | near | ad | ad, affl
FULL | Author - Full | words | au | fau, full author name
MESH | MeSH Terms | term | mh | mh, mesh, mesh term
MAJR | MeSH Major Topic | term | mj | majr, mesh major topics
SUBH | MeSH Subheading | term | sh | sh, subheading
SUBS | Supplementary Concept | term | nm | nm, substance name, substance
ECNO | EC/RN Number | term | rn | rn, rn number
PTYP | Publication Type | term | pt | pt, ptyp
JOUR | Journal | term | ta | ta, jour, jo, is, issn
LANG | Language | term | la | la, lang
SI   | Secondary Source ID | term | si | si, secondary source
AID  | Article Identifier | term | ai | aid, doi, pii, pmc, pmcid, location id, lid
GRNT | Grants and Funding | term | gr | gr, grant, grant number
VOL  | Volume | term | vi | vi
ISS  | Issue | term | ip | ip
PAGE | Pagination | term | pg | pg, page
JID  | NLM Unique ID | term | ji | jid, nlmuniqueid
CNTY | Place of Publication | term | pl | pl
FILT | Filter | term | sb | sb, subset
AUTH | Author | author | au | au, auth
FAUT | Author - First | author | a1 | 1au, first author, first author name
LAUT | Author - Last | author | al | lastau, last author, last author name
CORP | Author - Corporate | term | cn | cn, corporate author
PDAT | Date - Publication | date | dp | dp, pdat, publication date
EPDT | Electronic Date of Publication | date | dpe | epdat, epdt, electronic publication date
PPDT | Print Date of Publication | date | dpp | ppdat, ppdt, print publication date
CRDT | Date - Create | date | crdt | crdt, create date
EDAT | Date - Entry | date | edat | edat, entry date, entrez date
MHDA | Date - MeSH | date | mhda | mhda, mesh date
DCOM | Date - Completion | date | dcom | dcom, completion date
MDAT | Date - Modification | date | lr | lr, mdat, modification date
UID  | UID | number | u | uid, pmid
"""
"""Abbreviation (EInfo), name, kind, columns or prefix of codes, tags besides the name."""


def _fields(table: str) -> tuple[Field, ...]:
    rows = (line.split(" | ") for line in table.strip().splitlines())
    return tuple(_field(*(cell.strip() for cell in row)) for row in rows)


def _field(abbreviation: str, name: str, kind: str, where: str, tags: str) -> Field:
    names = tuple(dict.fromkeys([*tags.split(", "), name.lower()]))
    if kind in ("words", "near"):
        columns = TEXT_COLUMNS if where == "{all}" else tuple(where.split())
        return Field(name, abbreviation, Kind.WORDS, names, columns, proximity=kind == "near")
    return Field(name, abbreviation, Kind(kind), names, prefix=where)


FIELDS = _fields(_TABLE)

_BY_TAG = {tag: field for field in FIELDS for tag in field.tags}
ALL = _BY_TAG["all"]
TEXT_WORDS = _BY_TAG["tw"]
MESH = _BY_TAG["mh"]
MAJOR = _BY_TAG["majr"]
SUBSTANCE = _BY_TAG["nm"]
JOURNAL = _BY_TAG["ta"]
AUTHOR = _BY_TAG["au"]
PUBLICATION_TYPE = _BY_TAG["pt"]
FILTER = _BY_TAG["sb"]


def field_of(tag: str) -> Field | None:
    """Return the field of a tag in any case, or None for a tag that PubMed does not know."""
    return _BY_TAG.get(" ".join(tag.lower().split()))
