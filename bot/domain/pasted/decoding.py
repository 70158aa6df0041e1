"""Bytes of a text file, whatever wrote them, as text."""

from __future__ import annotations

import codecs

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(raw: bytes) -> str:
    """The text in `raw`: by its mark, else UTF-16 by its zero bytes, else UTF-8, else GB 18030; what is left over of a
    broken character is shown as one."""
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace")
    head = raw[:2000]
    if head.count(0) > len(head) // 10:
        lows, highs = head[::2].count(0), head[1::2].count(0)
        return raw.decode("utf-16-le" if highs > lows else "utf-16-be", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    as_utf8, as_gb = raw.decode("utf-8", "replace"), raw.decode("gb18030", "replace")
    return as_utf8 if as_utf8.count("\ufffd") <= as_gb.count("\ufffd") else as_gb
