"""What PubMed knows about kinds of publication and languages, as far as a search needs it."""

from __future__ import annotations

from collections.abc import Iterator

_NARROWER_TYPES: dict[str, tuple[str, ...]] = {
    "clinical study": ("clinical trial", "observational study"),
    "clinical trial": (
        "adaptive clinical trial",
        "clinical trial, phase i",
        "clinical trial, phase ii",
        "clinical trial, phase iii",
        "clinical trial, phase iv",
        "controlled clinical trial",
        "pragmatic clinical trial",
    ),
    "controlled clinical trial": ("randomized controlled trial",),
    "randomized controlled trial": ("equivalence trial",),
    "observational study": ("observational study, veterinary",),
    "review": ("systematic review", "scoping review"),
    "meta-analysis": ("network meta-analysis",),
    "congress": ("consensus development conference",),
    "consensus development conference": ("consensus development conference, nih",),
    "guideline": ("practice guideline",),
}

LANGUAGES: dict[str, str] = {
    "afr": "afrikaans", "ara": "arabic", "aze": "azerbaijani", "bos": "bosnian",
    "bul": "bulgarian", "cat": "catalan", "chi": "chinese", "cze": "czech", "dan": "danish",
    "dut": "dutch", "eng": "english", "est": "estonian", "fin": "finnish", "fre": "french",
    "geo": "georgian", "ger": "german", "gre": "greek, modern", "heb": "hebrew", "hrv": "croatian",
    "hun": "hungarian", "ice": "icelandic", "ind": "indonesian", "ita": "italian",
    "jpn": "japanese", "kor": "korean", "lat": "latin", "lav": "latvian", "lit": "lithuanian",
    "may": "malay", "mul": "multiple languages", "nor": "norwegian", "per": "persian",
    "pol": "polish", "por": "portuguese", "rum": "romanian", "rus": "russian", "slo": "slovak",
    "slv": "slovenian", "spa": "spanish", "srp": "serbian", "swe": "swedish", "tha": "thai",
    "tur": "turkish", "ukr": "ukrainian", "und": "undetermined", "vie": "vietnamese",
    "wel": "welsh",
}  # fmt: skip
"""Language code of a record (ISO 639-2/B) to the name that PubMed searches by."""


def narrower_types(publication_type: str) -> Iterator[str]:
    """Yield a publication type, in lower case, and every narrower one."""
    yield publication_type
    for narrower in _NARROWER_TYPES.get(publication_type, ()):
        yield from narrower_types(narrower)
