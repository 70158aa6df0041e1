"""A clause that leaves somebody out of what everybody gets: 静静除外, 王姐的我再看看, 静静的不用退."""

from __future__ import annotations

import re

_LEAVES_OUT = re.compile(
    "除外|除了|另说|另算|另外说|单独|例外|不算|先不|再(?:看|说|议|问|商量|核实|联系)|(?:先|再)等|等等|不[用必要](?![客着担紧]|急)|不[退补赔换转]"
    "|(?:已经?|刚才?|都|早就?)[给]?[您你她他]?(?:退|转|补|赔)|[退转补赔](?:给?[您你她他])?[了过](?!吗)"
)


def leaves_out(clause: str) -> bool:
    """Whether a clause about somebody says that what everybody gets is not, or not yet, theirs."""
    return _LEAVES_OUT.search(clause) is not None
