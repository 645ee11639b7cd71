"""PubMed's search field tags, as its User Guide lists them, in every spelling it takes."""

from __future__ import annotations

# One line a field: the short tag first, then what else PubMed takes for it.
_FIELDS = """
ad: affiliation, affl
aid: article identifier, doi
all: all fields
au: author, author name, auth
auid: author - identifier, author identifier
book: book
cn: author - corporate, corporate author
cois: conflict of interest statement, conflict of interest statements
crdt: date - create, create date
dcom: date - completion, completion date
dp: date - publication, publication date, pdat
ed: editor
edat: date - entry, entry date, entrez date
epdat: electronic publication date, electronic date of publication, epub date
fau: full author name, author - full
fir: full investigator name, investigator - full
1au: author - first, first author name, first author
gr: grants and funding, grant number, grant
ip: issue
ir: investigator
isbn: isbn
jid: nlm unique id
la: language, lang
lastau: author - last, last author name, last author
lid: location id
lr: date - last revision, date - modification, modification date, mdat
majr: mesh major topic, mesh major
mh: mesh terms, mesh, mesh term
mhda: date - mesh, mesh date
nm: supplementary concept, substance name
ot: other term
pa: pharmacological action
pg: pagination, page
pid: publisher id
pl: place of publication
pmid: uid, pubmed id
pmc: pmcid
ppdat: print publication date, print date of publication
ps: subject - personal name, personal name as subject
pt: publication type, ptyp
pubn: publisher
rn: ec/rn number, registry number
sb: filter, subset
sh: mesh subheading, mesh subheadings, subheading
si: secondary source id
ta: journal, jour, title abbreviation
tat: transliterated title and abstract
ti: title
tiab: title/abstract
tt: transliterated title
tw: text word, text words, word
vi: volume
"""

CANONICAL: dict[str, str] = {}
for _line in _FIELDS.strip().splitlines():
    _short, _, _rest = _line.partition(":")
    for _name in (_short, *_rest.split(",")):
        CANONICAL[_name.strip()] = _short

PROXIMITY_FIELDS = ("ti", "tiab", "ad")
EXPLODED_FIELDS = ("mh", "majr", "sh", "pa", "nm", "pt")
# Given by indexers some time after a record appears, if ever.
INDEXED_FIELDS = ("mh", "majr", "sh", "pt", "nm", "pa")
# Filters that rest on what indexers give; others (hasabstract, free full text) do not.
_INDEXED_FILTERS = """
medline humans animals male female infant newborn child preschool adolescent adult aged
middleaged 80andover alladult allchild clinicaltrial randomizedcontrolledtrial review
metaanalysis casereports guideline practiceguideline observationalstudy
"""
INDEXED_FILTERS = frozenset(_INDEXED_FILTERS.split())
TEXT_FIELDS = ("tiab", "ti", "tw", "ot", "all")
