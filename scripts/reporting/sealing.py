"""Seal a page: only its own scripts run, and nothing on it can ask anything of the network."""

from __future__ import annotations

import base64
import hashlib
import re
from html import unescape

from review.errors import ReviewError

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(")')
# What a browser would fetch. Links that a reader follows are not among them.
_FETCHED = re.compile(
    r"""<(?:script|img|link|iframe|object|embed|source|video|audio|use|image)\b[^>]*?
    \s(?:src|href|data|xlink:href)\s*=\s*["']?(?!data:|\#)([^"'\s>]+)""",
    re.IGNORECASE | re.VERBOSE,
)


def sealed(page: str, where: str) -> str:
    """Return ``page`` with a Content-Security-Policy that names its scripts by their hash.

    The page carries a laxer policy, which a document rendered by hand keeps, for the preview
    that Quarto serves of it. Raises ReviewError, naming ``where``, for a page without a policy
    and for one that would load something.
    """
    match = _FETCHED.search(page)
    if match:
        raise ReviewError(
            "the report would load something from elsewhere",
            where=where,
            value=match[1],
            fix="Put it into the page itself.",
        )
    policy = _POLICY.search(page)
    if policy is None:
        raise ReviewError(
            "the page has no Content-Security-Policy",
            where=where,
            fix="Render it with the template reports/style/page.html.",
        )
    rules = [rule.strip() for rule in unescape(policy[2]).split(";")]
    kept = [rule for rule in rules if not rule.startswith(("script-src", "connect-src"))]
    strict = "; ".join([*kept[:1], f"script-src {_hashes(page)}", *kept[1:]])
    return page[: policy.start(2)] + strict + page[policy.end(2) :]


def _hashes(page: str) -> str:
    digests = {
        base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
        for script in _SCRIPT.findall(page)
    }
    return " ".join(f"'sha256-{digest}'" for digest in sorted(digests)) or "'none'"
