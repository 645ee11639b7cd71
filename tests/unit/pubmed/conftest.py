"""A small E-utilities service on loopback, and faults that strike between it and the client."""

from __future__ import annotations

import contextlib
import gzip
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import urlopen

import pytest

from pubmed.client import Client
from pubmed.lane import Lane
from pubmed.transport import Patience

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "pubmed"


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


def status(code: int, body: bytes = b"", **headers: str) -> Fault:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler, reply: (code, named, body)


def instead(body: bytes, content_type: str = "text/xml") -> Fault:
    return lambda handler, reply: (200, {"Content-Type": content_type}, body)


def dropped(handler: Handler, reply: Reply) -> None:
    """Close without a word."""


def refused(handler: Handler, reply: Reply) -> None:
    """Close without a word, and refuse whoever comes next."""
    threading.Thread(target=handler.server.refuse_for, args=(0.05,), daemon=True).start()


def dropped_mid_body(handler: Handler, reply: Reply) -> Reply:
    return reply[0], {**reply[1], "Content-Length": str(len(reply[2]))}, reply[2][:-40]


def short_body(handler: Handler, reply: Reply) -> Reply:
    return reply[0], {**reply[1], "Content-Length": ""}, reply[2][: len(reply[2]) // 2]


def stalled(handler: Handler, reply: Reply) -> None:
    time.sleep(0.6)


def wrong_encoding(handler: Handler, reply: Reply) -> Reply:
    return reply[0], {**reply[1], "Content-Encoding": "gzip"}, reply[2]


def zipped(handler: Handler, reply: Reply) -> Reply:
    return reply[0], {**reply[1], "Content-Encoding": "gzip"}, gzip.compress(reply[2])


def zipped_unsaid(handler: Handler, reply: Reply) -> Reply:
    return reply[0], reply[1], gzip.compress(reply[2])


def zipped_and_cut(handler: Handler, reply: Reply) -> Reply:
    return reply[0], {**reply[1], "Content-Encoding": "gzip"}, gzip.compress(reply[2])[:-15]


def without_a_record(handler: Handler, reply: Reply) -> Reply:
    return (
        reply[0],
        reply[1],
        re.sub(rb"<PubmedArticle>.*?</PubmedArticle>", b"", reply[2], count=1, flags=re.S),
    )


def with_a_record_twice(handler: Handler, reply: Reply) -> Reply:
    return (
        reply[0],
        reply[1],
        re.sub(rb"(<PubmedArticle>.*?</PubmedArticle>)", rb"\1\1", reply[2], count=1, flags=re.S),
    )


def with_a_foreign_record(handler: Handler, reply: Reply) -> Reply:
    foreign = article(99999999).encode()
    return (
        reply[0],
        reply[1],
        reply[2].replace(b"<PubmedArticleSet>", b"<PubmedArticleSet>" + foreign),
    )


def wrong_count(handler: Handler, reply: Reply) -> Reply:
    return reply[0], reply[1], re.sub(rb"<Count>(\d+)", rb"<Count>7\1", reply[2])


ERROR_REPORT = (
    b"<?xml version='1.0'?><eFetchResult><ERROR>Search Backend failed: no answer</ERROR>"
    b"</eFetchResult>"
)
WEBENV_REPORT = b'{"esearchresult":{"ERROR":"Unable to obtain query #1"}}'
RATE_REPORT = (
    b'{"error":"API rate limit exceeded","api-key":"198.51.100.7","count":"4","limit":"3"}'
)

FAULTS: dict[str, Fault] = {
    "429": status(429, RATE_REPORT),
    "429 with Retry-After": status(429, RATE_REPORT, Retry_After="1"),
    "500": status(500),
    "502": status(502, b"<html>Bad gateway</html>"),
    "503": status(503),
    "refused": refused,
    "dropped": dropped,
    "dropped mid-body": dropped_mid_body,
    "short body": short_body,
    "empty 200": instead(b""),
    "HTML 200": instead(b"<!DOCTYPE html><html><body>Maintenance</body></html>", "text/html"),
    "ERROR 200": instead(ERROR_REPORT),
    "expired WebEnv": instead(WEBENV_REPORT, "application/json"),
    "expired WebEnv, XML": instead(
        ERROR_REPORT.replace(b"Search Backend failed: no answer", b"Unable to obtain query #1")
    ),
    "rate limit 200": instead(RATE_REPORT, "application/json"),
    "JSON with a raw newline": instead(
        b'{"esearchresult":{"ERROR":"Search Backend failed:\n down"}}'
    ),
    "stalled": stalled,
    "wrong encoding": wrong_encoding,
    "gzip": zipped,
    "gzip unsaid": zipped_unsaid,
    "gzip cut": zipped_and_cut,
    "record missing": without_a_record,
    "record twice": with_a_record_twice,
    "record foreign": with_a_foreign_record,
    "wrong Count": wrong_count,
}


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


@pytest.fixture
def service() -> Iterator[Service]:
    with listening(Service()) as stub:
        yield stub


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an index of 90 invented records, as localpubmed serves it."""
    from localpubmed.build import build_index

    folder = tmp_path_factory.mktemp("corpus")
    records = [
        article(
            99000000 + number,
            title=f"Upkeep with inventine, report {number}",
            abstract=f"Invented disease number {number % 7} was treated with inventine.",
            created=f"2011-{1 + number % 12:02d}-{1 + number % 28:02d}",
        )
        for number in range(1, 91)
    ]
    (folder / "corpus.xml").write_bytes(article_set(*records))
    build_index([str(folder / "corpus.xml")], str(folder / "index.sqlite"))
    return folder / "index.sqlite"


@pytest.fixture
def proxy(corpus: Path) -> Iterator[Service]:
    """Give a proxy that stands before localpubmed."""
    from localpubmed.service import serving

    with serving(corpus) as upstream, listening(Proxy(upstream=upstream)) as stub:
        yield stub


@pytest.fixture
def waits() -> list[float]:
    """The seconds that a client would have slept between attempts."""
    return []


@pytest.fixture
def client(service: Service, waits: list[float]) -> Client:
    lane = Lane(0.0, sleep=waits.append)
    return Client(service.base_url, lane=lane, patience=Patience(silence=0.3, sleep=waits.append))


@pytest.fixture
def make():
    """Names of this file that tests build records and faults with."""
    from types import SimpleNamespace

    return SimpleNamespace(
        article=article, article_set=article_set, faults=FAULTS, fixtures=FIXTURES, status=status,
        instead=instead,
    )  # fmt: skip
