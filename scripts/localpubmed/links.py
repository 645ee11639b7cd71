"""ELink: similar articles, citing articles and reference lists, within the corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from localpubmed import replies
from localpubmed.document import element_of
from localpubmed.fetch import CallError, chosen
from localpubmed.history import History, Stored
from localpubmed.match import codes
from localpubmed.numbers import pmid_of
from localpubmed.parameters import Parameters
from localpubmed.replies import Reply, element, elements
from localpubmed.similar import similar_records
from localpubmed.store import Index
from pubmed.parse import record_of

_MOST_SIMILAR = 100
_SCORED = "pubmed_pubmed"
_COMMANDS = ("neighbor", "neighbor_score", "neighbor_history")

Neighbours = list[tuple[int, int]]
"""PMIDs with their scores, in the order in which they are listed."""


def elink(index: Index, history: History, parameters: Parameters) -> Reply:
    """Answer ELink for links from PubMed to PubMed.

    Each ``id`` parameter makes a link set of its own; PMIDs joined by commas share one.
    """
    try:
        command, names = _asked(parameters)
        groups = _groups(index, history, parameters)
    except CallError as error:
        return replies.error("eLinkResult", str(error), 400)
    as_json = parameters.text("retmode").lower() == "json"
    sets = []
    for pmids in groups:
        found = {name: _together(_LINKS[name], index, pmids) for name in names}
        sets.append((pmids, {name: links for name, links in found.items() if links}))
    if command == "neighbor_history":
        return _into_history(history, sets)
    scored = command == "neighbor_score"
    return _as_json(sets, scored) if as_json else _as_xml(sets, scored)


def _asked(parameters: Parameters) -> tuple[str, list[str]]:
    for name in ("dbfrom", "db"):
        if parameters.text(name, "pubmed") != "pubmed":
            raise CallError(f"Invalid db name specified: {parameters.text(name)}")
    command = parameters.text("cmd", "neighbor").lower()
    if command not in _COMMANDS:
        raise CallError(
            f"Invalid cmd specified: {command}; localpubmed knows {', '.join(_COMMANDS)}"
        )
    asked = parameters.text("linkname")
    names = [name.strip() for name in asked.split(",")] if asked else list(_LINKS)
    for name in names:
        if name not in _LINKS:
            raise CallError(f"Invalid linkname specified: {name}")
    return command, names


def _groups(index: Index, history: History, parameters: Parameters) -> list[list[int]]:
    if parameters.text("WebEnv"):
        return [list(chosen(index, history, parameters))]
    groups = [
        [pmid for text in group if (pmid := pmid_of(text))] for group in parameters.groups("id")
    ]
    groups = [group for group in groups if group]
    if not groups:
        raise CallError("Empty id list - nothing todo")
    return groups


def _similar(index: Index, pmid: int) -> Neighbours:
    return similar_records(index, pmid, _MOST_SIMILAR)


def _cited_in(index: Index, pmid: int) -> Neighbours:
    return [(citing, 0) for citing in index.citing(pmid)]


def _references(index: Index, pmid: int) -> Neighbours:
    for raw in index.xml([pmid]):
        listed = record_of(element_of(raw)).references
        return [(cited, 0) for cited in index.held(filter(None, map(pmid_of, listed)))]
    return []


Link = Callable[[Index, int], Neighbours]

_LINKS: dict[str, Link] = {
    _SCORED: _similar,
    "pubmed_pubmed_citedin": _cited_in,
    "pubmed_pubmed_refs": _references,
}


def _together(
    link: Callable[[Index, int], Neighbours], index: Index, pmids: Iterable[int]
) -> Neighbours:
    """Return the neighbours of several records, each once with its best score."""
    best: dict[int, int] = {}
    for pmid in pmids:
        for neighbour, score in link(index, pmid):
            best[neighbour] = max(score, best.get(neighbour, 0))
    return sorted(best.items(), key=lambda item: (-item[1], -item[0]))


Sets = list[tuple[list[int], dict[str, Neighbours]]]


def _as_xml(sets: Sets, scored: bool) -> Reply:
    inside = []
    for pmids, found in sets:
        databases = []
        for name, neighbours in found.items():
            links = "".join(
                f"<Link>{element('Id', pmid)}{_score(name, score, scored)}</Link>"
                for pmid, score in neighbours
            )
            databases.append(
                f"<LinkSetDb>{element('DbTo', 'pubmed')}{element('LinkName', name)}"
                f"{links}</LinkSetDb>"
            )
        inside.append(_link_set(pmids, "".join(databases)))
    return replies.xml("eLinkResult", "".join(inside))


def _score(name: str, score: int, scored: bool) -> str:
    return element("Score", score) if scored and name == _SCORED else ""


def _as_json(sets: Sets, scored: bool) -> Reply:
    content = []
    for pmids, found in sets:
        databases = [
            {
                "dbto": "pubmed",
                "linkname": name,
                "links": [
                    {"id": str(pmid), "score": str(score)}
                    if scored and name == _SCORED
                    else str(pmid)
                    for pmid, score in neighbours
                ],
            }
            for name, neighbours in found.items()
        ]
        content.append(
            {"dbfrom": "pubmed", "ids": [str(pmid) for pmid in pmids], "linksetdbs": databases}
        )
    return replies.json_reply("elink", "linksets", content)


def _into_history(history: History, sets: Sets) -> Reply:
    inside = []
    for pmids, found in sets:
        webenv, stored_sets = "", []
        for name, neighbours in found.items():
            linked = tuple(pmid for pmid, _ in neighbours)
            match = codes(f"u0_{pmid}" for pmid in linked)
            stored = Stored(match, f"#{len(linked)} UIDs", "most recent", linked)
            webenv, key = history.store(stored, webenv)
            stored_sets.append(
                f"<LinkSetDbHistory>{element('DbTo', 'pubmed')}{element('LinkName', name)}"
                f"{element('QueryKey', key)}</LinkSetDbHistory>"
            )
        if webenv:
            stored_sets.append(element("WebEnv", webenv))
        inside.append(_link_set(pmids, "".join(stored_sets)))
    return replies.xml("eLinkResult", "".join(inside))


def _link_set(pmids: Iterable[int], inside: str) -> str:
    listed = f"<IdList>{elements('Id', pmids)}</IdList>"
    return f"<LinkSet>{element('DbFrom', 'pubmed')}{listed}{inside}</LinkSet>"
