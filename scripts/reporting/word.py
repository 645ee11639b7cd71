"""Mend what Pandoc leaves in a Word file: images described by their own bytes."""

from __future__ import annotations

import io
import re
import zipfile

# Pandoc describes a picture by where it came from, here a data URI, which is the picture again.
_DESCRIBED_BY_ITSELF = re.compile(rb'descr="data:image/[^"]*"')


def without_data_uris(document: bytes) -> bytes:
    """Return a Word file without the data URIs that would be read out as descriptions."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(document)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for info in source.infolist():
            content = source.read(info)
            if info.filename == "word/document.xml":
                content = _DESCRIBED_BY_ITSELF.sub(b'descr=""', content)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, content)
    return buffer.getvalue()
