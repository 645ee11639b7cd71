"""ESummary and EInfo: a few lines about each record, and what the service holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape

from localpubmed import replies
from localpubmed.document import element_of
from localpubmed.fetch import CallError, chosen
from localpubmed.fields import FIELDS, Kind
from localpubmed.hierarchy import LANGUAGES
from localpubmed.history import History
from localpubmed.parameters import Parameters
from localpubmed.replies import Reply, element
from localpubmed.store import Index
from pubmed.parse import record_of
from review.records import Record

_LINKS = (
    ("pubmed_pubmed", "Similar articles", "Records alike in words, ranked"),
    ("pubmed_pubmed_citedin", "Cited in", "Records whose reference lists name this one"),
    ("pubmed_pubmed_refs", "References", "Records named in this one's reference list"),
)


def esummary(index: Index, history: History, parameters: Parameters) -> Reply:
    """Answer ESummary: document summaries of version 1.0, or JSON."""
    as_json = parameters.text("retmode").lower() == "json"
    try:
        if parameters.text("db", "pubmed") != "pubmed":
            raise CallError(f"Invalid db name specified: {parameters.text('db')}")
        pmids = chosen(index, history, parameters)
    except CallError as error:
        if as_json:
            return replies.json_reply("esummary", "esummaryresult", [str(error)])
        return replies.error("eSummaryResult", str(error))
    held = set(index.held(pmids))
    records = {int(record.pmid): record for record in _records(index, pmids)}
    if as_json:
        content: dict[str, Any] = {"uids": [str(pmid) for pmid in pmids if pmid in held]}
        for pmid in pmids:
            content[str(pmid)] = (
                _json_summary(records[pmid])
                if pmid in held
                else {"uid": str(pmid), "error": "cannot get document summary"}
            )
        return replies.json_reply("esummary", "result", content)
    documents = (
        f"<DocSum>{element('Id', pmid)}{_xml_summary(records[pmid])}</DocSum>"
        if pmid in held
        else element("ERROR", f"UID={pmid}: cannot get document summary")
        for pmid in pmids
    )
    return replies.xml("eSummaryResult", "\n".join(documents))


def einfo(index: Index, parameters: Parameters) -> Reply:
    """Answer EInfo: the databases there are, or the fields and links of PubMed."""
    database = parameters.text("db")
    if not database:
        return replies.xml("eInfoResult", f"<DbList>{element('DbName', 'pubmed')}</DbList>")
    if database != "pubmed":
        return replies.error("eInfoResult", f"Can not retrieve DbInfo for db={database}")
    fields = "".join(
        "<Field>"
        + element("Name", field.abbreviation)
        + element("FullName", field.name)
        + element("Description", f"Search tags: {', '.join(field.tags)}")
        + element("TermCount", index.terms(field.prefix) if field.prefix else "")
        + element("IsDate", _yes(field.kind is Kind.DATE))
        + element("IsNumerical", _yes(field.kind is Kind.NUMBER))
        + element("SingleToken", _yes(field.kind is not Kind.WORDS))
        + element("Hierarchy", _yes(field.prefix in ("mh", "mj", "pt")))
        + element("IsHidden", "N")
        + "</Field>"
        for field in FIELDS
    )
    links = "".join(
        f"<Link>{element('Name', name)}{element('Menu', menu)}"
        f"{element('Description', description)}{element('DbTo', 'pubmed')}</Link>"
        for name, menu, description in _LINKS
    )
    return replies.xml(
        "eInfoResult",
        "<DbInfo>"
        + element("DbName", "pubmed")
        + element("MenuName", "PubMed")
        + element("Description", "PubMed records of a local corpus, served by localpubmed")
        + element("DbBuild", index.fingerprint[:16])
        + element("Count", index.records)
        + element("LastUpdate", "")
        + f"<FieldList>{fields}</FieldList><LinkList>{links}</LinkList></DbInfo>",
    )


def _yes(value: bool) -> str:
    return "Y" if value else "N"


def _records(index: Index, pmids: Iterable[int]) -> Iterable[Record]:
    return (record_of(element_of(raw)) for raw in index.xml(pmids))


def _xml_summary(record: Record) -> str:
    authors = _list("AuthorList", "Author", record.authors)
    languages = [LANGUAGES.get(code, code).capitalize() for code in record.languages]
    identifiers = "".join(_item(name, "String", value) for name, value in _ids(record))
    history = "".join(_item(name, "Date", date) for name, date in _history(record))
    return (
        _item("PubDate", "Date", record.pub_date_raw)
        + _item("Source", "String", record.journal_abbrev or record.journal)
        + authors
        + _item("LastAuthor", "String", record.authors[-1] if record.authors else "")
        + _item("Title", "String", record.title)
        + _item("Volume", "String", record.volume)
        + _item("Issue", "String", record.issue)
        + _item("Pages", "String", record.pages)
        + _list("LangList", "Lang", languages)
        + _list("PubTypeList", "PubType", record.publication_types)
        + _item("RecordStatus", "String", record.medline_status)
        + f'<Item Name="ArticleIds" Type="List">{identifiers}</Item>'
        + _item("DOI", "String", record.doi)
        + f'<Item Name="History" Type="List">{history}</Item>'
        + _item("HasAbstract", "Integer", int(bool(record.abstract)))
        + _item("FullJournalName", "String", record.journal)
    )


def _json_summary(record: Record) -> dict[str, Any]:
    return {
        "uid": record.pmid,
        "pubdate": record.pub_date_raw,
        "source": record.journal_abbrev or record.journal,
        "authors": [{"name": name, "authtype": "Author"} for name in record.authors],
        "lastauthor": record.authors[-1] if record.authors else "",
        "title": record.title,
        "volume": record.volume,
        "issue": record.issue,
        "pages": record.pages,
        "lang": list(record.languages),
        "pubtype": list(record.publication_types),
        "articleids": [{"idtype": name, "value": value} for name, value in _ids(record)],
        "history": [{"pubstatus": name, "date": date} for name, date in _history(record)],
        "attributes": ["Has Abstract"] if record.abstract else [],
        "fulljournalname": record.journal,
        "doctype": "chapter" if record.record_type == "book" else "citation",
    }


def _ids(record: Record) -> list[tuple[str, str]]:
    known = (("pubmed", record.pmid), ("doi", record.doi), ("pmc", record.pmcid))
    return [(name, value) for name, value in known if value]


def _history(record: Record) -> list[tuple[str, str]]:
    known = (
        ("entrez", record.created),
        ("pubmed", record.added),
        ("medline", record.mesh_date),
    )
    return [(name, f"{date.replace('-', '/')} 00:00") for name, date in known if date]


def _item(name: str, kind: str, value: object) -> str:
    return f'<Item Name="{name}" Type="{kind}">{escape(str(value))}</Item>'


def _list(name: str, item: str, values: Iterable[str]) -> str:
    inside = "".join(_item(item, "String", value) for value in values)
    return f'<Item Name="{name}" Type="List">{inside}</Item>'
