"""ESearch: the query, its translation, its warnings, and one page of PMIDs."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from localpubmed import replies
from localpubmed.dates import span_of
from localpubmed.fields import Field, Kind, field_of
from localpubmed.history import History, Stored
from localpubmed.parameters import Parameters
from localpubmed.query import Operation, QueryError, Range, Term, parse
from localpubmed.replies import Reply, element, elements
from localpubmed.store import WINDOW, Index, order_of
from localpubmed.translate import Translation, translate
from review.clock import now

TOO_FAR = (
    "Search Backend failed: Exception:\n"
    "'retstart' cannot be larger than 9998. For PubMed, ESearch can only retrieve the first "
    "9,999 records matching the query. To obtain more than 9,999 PubMed records, consider using "
    "EDirect, which contains additional logic to batch PubMed search results automatically."
)
_DEFAULT_PAGE = 20


@dataclass(slots=True)
class _Found:
    """A search carried out: its page of PMIDs, and what there is to say of it."""

    translation: Translation
    count: int
    page: list[int]
    start: int
    webenv: str = ""
    key: int = 0
    messages: list[str] = field(default_factory=list)


def esearch(index: Index, history: History, parameters: Parameters) -> Reply:
    """Answer ESearch."""
    as_json = parameters.text("retmode").lower() == "json"
    try:
        found = _search(index, history, parameters)
    except QueryError as error:
        return replies.search_error(str(error), as_json)
    if parameters.text("rettype").lower() == "count":
        return _count(found.count, as_json)
    return _as_json(found) if as_json else _as_xml(found)


def _search(index: Index, history: History, parameters: Parameters) -> _Found:
    if parameters.text("db", "pubmed") != "pubmed":
        raise QueryError(f"Invalid db name specified: {parameters.text('db')}")
    start, size = parameters.number("retstart", 0), parameters.number("retmax", _DEFAULT_PAGE)
    if start >= WINDOW:
        raise QueryError(TOO_FAR)
    messages: list[str] = []
    webenv = parameters.text("WebEnv")
    earlier = history.session(webenv) if webenv else {}
    if earlier is None:
        raise QueryError("Unable to obtain query #1")
    translation = _translated(index, parameters, earlier, messages)
    order = order_of(parameters.text("sort", "relevance"))
    if not order:
        messages.append(f"Unknown sort schema '{parameters.text('sort')}' ignored")
    count, pmids = index.search(translation.match, order or "relevance")
    if size > WINDOW:
        messages.append("Restrictions achieved")
    if not count:
        messages.append("No items found.")
    found = _Found(translation, count, list(pmids[start : start + size]), start, messages=messages)
    if parameters.text("usehistory").lower() == "y":
        stored = Stored(translation.match, translation.shown, order or "relevance")
        found.webenv, found.key = history.store(stored, webenv)
    return found


def _translated(
    index: Index,
    parameters: Parameters,
    earlier: dict[int, Any],
    messages: list[str],
) -> Translation:
    term, key = parameters.text("term"), parameters.text("query_key")
    if not term and not key:
        raise QueryError("Empty term and query_key - nothing todo")
    try:
        node = parse(f"#{key} AND ({term})" if term and key else term or f"#{key}")
    except QueryError as error:
        raise QueryError(f"Search Backend failed: {error}") from error
    where = parameters.text("field")
    if where and isinstance(node, Term) and not node.tag:
        node = Term(node.text, node.quoted, where)
    dates = _dates(parameters, messages)
    if dates:
        node = Operation("AND", node, dates)
    return translate(node, index.exists, today=now().date(), earlier=earlier)


def _dates(parameters: Parameters, messages: list[str]) -> Range | None:
    """Return the range that mindate and maxdate, or reldate, ask for."""
    kind: Field | None = field_of(parameters.text("datetype", "edat"))
    if kind is None or kind.kind is not Kind.DATE:
        raise QueryError(f"Invalid datetype specified: {parameters.text('datetype')}")
    low, high = parameters.text("mindate"), parameters.text("maxdate")
    today = now().date()
    days = parameters.number("reldate", 0)
    if days:
        low = (today - datetime.timedelta(days=min(days, 500_000))).strftime("%Y/%m/%d")
        high = today.strftime("%Y/%m/%d")
    if bool(low) != bool(high):
        messages.append("mindate and maxdate only work together: date range ignored")
    if not (low and high):
        return None
    for text in (low, high):
        if span_of(text, today) is None:
            raise QueryError(f"Invalid date specified: {text}")
    return Range(low, high, kind.tags[0])


def _count(count: int, as_json: bool) -> Reply:
    if as_json:
        return replies.json_reply("esearch", "esearchresult", {"count": str(count)})
    return replies.xml("eSearchResult", element("Count", count))


def _as_xml(found: _Found) -> Reply:
    translation = found.translation
    mapped = "".join(
        f"<Translation>{element('From', told)}{element('To', meant)}</Translation>"
        for told, meant in translation.mapped
    )
    session = (
        element("QueryKey", found.key) + element("WebEnv", found.webenv) if found.webenv else ""
    )
    errors = elements("PhraseNotFound", translation.phrases_not_found)
    errors += elements("FieldNotFound", translation.fields_not_found)
    warnings = elements("PhraseIgnored", translation.phrases_ignored)
    warnings += elements("QuotedPhraseNotFound", translation.quoted_not_found)
    warnings += elements("OutputMessage", found.messages)
    return replies.xml(
        "eSearchResult",
        element("Count", found.count)
        + element("RetMax", len(found.page))
        + element("RetStart", found.start)
        + session
        + f"<IdList>{elements('Id', found.page)}</IdList>"
        + f"<TranslationSet>{mapped}</TranslationSet>"
        + element("QueryTranslation", translation.shown)
        + (f"<ErrorList>{errors}</ErrorList>" if errors else "")
        + (f"<WarningList>{warnings}</WarningList>" if warnings else ""),
    )


def _as_json(found: _Found) -> Reply:
    translation = found.translation
    content: dict[str, Any] = {
        "count": str(found.count),
        "retmax": str(len(found.page)),
        "retstart": str(found.start),
    }
    if found.webenv:
        content |= {"querykey": str(found.key), "webenv": found.webenv}
    content |= {
        "idlist": [str(pmid) for pmid in found.page],
        "translationset": [{"from": told, "to": meant} for told, meant in translation.mapped],
        "querytranslation": translation.shown,
    }
    if translation.phrases_not_found or translation.fields_not_found:
        content["errorlist"] = {
            "phrasesnotfound": translation.phrases_not_found,
            "fieldsnotfound": translation.fields_not_found,
        }
    if translation.phrases_ignored or translation.quoted_not_found or found.messages:
        content["warninglist"] = {
            "phrasesignored": translation.phrases_ignored,
            "quotedphrasesnotfound": translation.quoted_not_found,
            "outputmessages": found.messages,
        }
    return replies.json_reply("esearch", "esearchresult", content)
