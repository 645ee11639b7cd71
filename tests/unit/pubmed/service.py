"""A small E-utilities service on loopback, with invented records."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import urlopen


def article(
    pmid: int,
    *,
    title: str = "A title",
    abstract: str = "An abstract.",
    created: str = "2011-08-15",
    doi: str = "",
    article_extra: str = "",
    citation_extra: str = "",
    types: tuple[str, ...] = ("Journal Article",),
) -> str:
    """Return the XML of one invented record."""
    year, month, day = created.split("-")
    kinds = "".join(f'<PublicationType UI="D1">{kind}</PublicationType>' for kind in types)
    identifier = f'<ArticleId IdType="doi">{doi}</ArticleId>' if doi else ""
    return f"""<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM">
<PMID Version="1">{pmid}</PMID><Article PubModel="Print">
<Journal><JournalIssue CitedMedium="Print"><PubDate><Year>{year}</Year></PubDate></JournalIssue>
<Title>Journal of Invention</Title></Journal><ArticleTitle>{title}</ArticleTitle>
<Abstract><AbstractText>{abstract}</AbstractText></Abstract><Language>eng</Language>
{article_extra}<PublicationTypeList>{kinds}</PublicationTypeList></Article>
<MedlineJournalInfo><MedlineTA>J Invent</MedlineTA></MedlineJournalInfo>{citation_extra}
</MedlineCitation><PubmedData><History><PubMedPubDate PubStatus="entrez"><Year>{year}</Year>
<Month>{int(month)}</Month><Day>{int(day)}</Day></PubMedPubDate></History>
<PublicationStatus>ppublish</PublicationStatus><ArticleIdList><ArticleId IdType="pubmed">{pmid}
</ArticleId>{identifier}</ArticleIdList></PubmedData></PubmedArticle>"""


def article_set(*articles: str, tail: str = "") -> bytes:
    """Return a PubmedArticleSet."""
    body = "\n".join(articles)
    return (
        '<?xml version="1.0" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, '
        '1st January 2027//EN" "https://dtd.example.org/pubmed_270101.dtd">\n'
        f"<PubmedArticleSet>{body}{tail}</PubmedArticleSet>\n"
    ).encode()


Reply = tuple[int, dict[str, str], bytes]
Fault = Callable[["Handler", Reply], Reply | None]


@dataclass
class Service:
    """Records by PMID with their creation day, and what a query finds."""

    created: dict[int, str] = field(default_factory=dict)
    dois: dict[int, str] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    withheld: set[int] = field(default_factory=set)
    revised: set[int] = field(default_factory=set)
    links: dict[tuple[int, str], list[int]] = field(default_factory=dict)
    complaints: str = ""
    spellings: dict[str, str] = field(default_factory=dict)
    cap: int = 9999
    delay: float = 0.0
    meeting: threading.Barrier | None = None
    faults: list[Fault | None] = field(default_factory=list)
    requests: list[tuple[str, str, dict[str, str], float]] = field(default_factory=list)
    base_url: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, *pmids: int, created: str = "2011-08-15") -> None:
        for pmid in pmids:
            self.created[pmid] = created

    def found(self, term: str) -> list[int]:
        pmids = set(self.created)
        doi = re.fullmatch(r'"(.+)"\[doi\]', term)
        if doi:
            return [pmid for pmid, known in self.dois.items() if known == doi[1]]
        listed = re.findall(r"(?<![\d:])(\d+)\[uid\]", term)
        if listed:
            pmids &= set(map(int, listed))
        if "[lr]" in term:
            pmids &= self.revised
        for first, last in re.findall(r"(\d+):(\d+)\[uid\]", term):
            pmids = {pmid for pmid in pmids if int(first) <= pmid <= int(last)}
        for first, last in re.findall(r"(\d+/\d+/\d+):(\d+/\d+/\d+)\[crdt\]", term):
            pmids = {
                pmid for pmid in pmids if first <= self.created[pmid].replace("-", "/") <= last
            }
        return sorted(pmids, reverse=True)

    def answer(self, utility: str, asked: dict[str, str]) -> Reply:
        headers = {"Content-Type": "text/xml; charset=UTF-8"}
        return 200, headers, getattr(self, utility)(asked)

    def esearch(self, asked: dict[str, str]) -> bytes:
        pmids = self.found(asked["term"])
        listed = pmids[: min(int(asked.get("retmax", 20)), self.cap)]
        ids = "".join(f"<Id>{pmid}</Id>" for pmid in listed)
        return (
            f'<?xml version="1.0"?><eSearchResult><Count>{len(pmids)}</Count>'
            f"<RetMax>{len(listed)}</RetMax><IdList>{ids}</IdList><TranslationSet/>"
            f"<QueryTranslation>read as it stands</QueryTranslation>{self.complaints}"
            "</eSearchResult>"
        ).encode()

    def efetch(self, asked: dict[str, str]) -> bytes:
        pmids = [int(pmid) for pmid in asked["id"].split(",")]
        return article_set(
            *(
                self.texts.get(pmid) or article(pmid, created=self.created[pmid])
                for pmid in pmids
                if pmid in self.created and pmid not in self.withheld
            )
        )

    def elink(self, asked: dict[str, str]) -> bytes:
        linked = self.links.get((int(asked["id"]), asked["linkname"]), [])
        ids = "".join(f"<Link><Id>{pmid}</Id></Link>" for pmid in linked)
        return (
            f'<?xml version="1.0"?><eLinkResult><LinkSet><DbFrom>pubmed</DbFrom><IdList><Id>'
            f"{asked['id']}</Id></IdList><LinkSetDb><DbTo>pubmed</DbTo><LinkName>"
            f"{asked['linkname']}</LinkName>{ids}</LinkSetDb></LinkSet></eLinkResult>"
        ).encode()

    def espell(self, asked: dict[str, str]) -> bytes:
        better = self.spellings.get(asked["term"], "")
        return (
            f"<eSpellResult><Query>{asked['term']}</Query><CorrectedQuery>{better}"
            "</CorrectedQuery><ERROR/></eSpellResult>"
        ).encode()

    def sent(self, utility: str) -> int:
        return sum(1 for name, *_ in self.requests if name == utility)


class Handler(BaseHTTPRequestHandler):
    """Answers from the service, unless the next fault has its way."""

    server: StubServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._serve("GET", urlsplit(self.path).query)

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        self._serve("POST", self.rfile.read(length).decode("ascii"))

    def log_message(self, *args: object) -> None:
        pass

    def _serve(self, method: str, query: str) -> None:
        service = self.server.service
        utility = urlsplit(self.path).path.rpartition("/")[2].removesuffix(".fcgi")
        asked = {key: values[0] for key, values in parse_qs(query).items()}
        with service.lock:
            service.requests.append((utility, method, {**asked, "path": self.path}, time.time()))
            fault = service.faults.pop(0) if service.faults else None
        if service.meeting:
            service.meeting.wait()
        if service.delay:
            time.sleep(service.delay)
        reply: Reply | None = service.answer(utility, asked)
        if fault is not None and reply is not None:
            reply = fault(self, reply)
        if reply is None:
            self.close_connection = True
            return
        status, headers, body = reply
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            if value:
                self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True


class StubServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, service: Service) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.service = service
        self.closed = threading.Lock()
        self.serve()

    def serve(self) -> None:
        """Answer in a thread of its own."""
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def refuse_for(self, seconds: float) -> None:
        """Close the port for a while: who knocks meanwhile is refused."""
        with self.closed:
            self.shutdown()
            self.socket.close()
            time.sleep(seconds)
            self.socket = socket.socket(self.address_family, self.socket_type)
            for _ in range(100):
                with contextlib.suppress(OSError):  # somebody's own connection has the port
                    self.server_bind()
                    break
                time.sleep(0.02)
            self.server_activate()
            self.serve()

    def stop(self) -> None:
        with self.closed:
            self.shutdown()
            self.server_close()

    def handle_error(self, *args: object) -> None:
        """A client that gave up is no news here."""


@dataclass
class Proxy(Service):
    """Passes requests on to another service, with faults on the way back."""

    upstream: str = ""

    def answer(self, utility: str, asked: dict[str, str]) -> Reply:
        body = urlencode({key: value for key, value in asked.items() if key != "path"}).encode()
        with urlopen(f"{self.upstream}{utility}.fcgi", data=body, timeout=30) as reply:
            return reply.status, {"Content-Type": reply.headers["Content-Type"]}, reply.read()


@contextlib.contextmanager
def listening(stub: Service) -> Iterator[Service]:
    """Serve on loopback while the block runs."""
    server = StubServer(stub)
    stub.base_url = f"http://127.0.0.1:{server.server_address[1]}/entrez/eutils"
    try:
        yield stub
    finally:
        server.stop()
