"""Bio.Entrez, with its requests handed to us instead of being sent.

Bio.Entrez knows the E-utilities: their parameters, how ids are joined, when to POST. Its
sender knows no other address than NCBI's, has no time-out, retries 429 at once and a dropped
connection never. So this module keeps a copy of Bio.Entrez of its own (nobody else's changes)
in which that one function, ``_open``, gives the request back; pubmed.transport sends it.
"""

from __future__ import annotations

import importlib.util
from typing import Any
from urllib.request import Request

import Bio.Entrez

NCBI = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/"


def _copy() -> Any:
    spec = importlib.util.spec_from_file_location("pubmed._entrez", str(Bio.Entrez.__file__))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if not hasattr(module, "_open"):
        raise ImportError("this Biopython sends its requests elsewhere than in Entrez._open")
    setattr(module, "_open", lambda request: request)  # noqa: B010
    return module


_entrez = _copy()


def request_for(utility: str, base_url: str, parameters: dict[str, Any]) -> Request:
    """Return the request of one E-utility (``esearch``, ``efetch``, …) to a service.

    ``base_url`` is what stands before ``esearch.fcgi``. With an API key among the parameters
    the request is always a POST, so that the key stands in no URL.
    """
    made: Request = getattr(_entrez, utility)(**parameters)
    path, _, query = made.full_url.removeprefix(NCBI).partition("?")
    url = base_url.rstrip("/") + "/" + path
    if made.data is not None:
        return Request(url, data=made.data, method="POST")
    if "api_key" in parameters:
        return Request(url, data=query.encode("ascii"), method="POST")
    return Request(f"{url}?{query}", method="GET")
