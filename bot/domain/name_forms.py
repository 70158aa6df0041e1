"""The forms in which neighbours say a name: 王姐 of 🌸王姐12-3, 小吴 of 8栋小吴, 岁月姐 of 岁月静好."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

SPOKEN = re.compile(r"[^\W\d_]{2,}")
"""What is said of a name: 王姐 of 🌸王姐12-3."""
_ADDRESS = re.compile(r"(?:(?:[A-Za-z](?=[座栋幢区])|\d++)(?:单元|号楼|[-—#/号栋幢座楼室弄期区的\s])*+)++")
"""Where somebody lives, before the name."""
_LONG = re.compile(r"[\u4e00-\u9fff]{4,}")
_TITLES = ("姐", "哥", "妹", "宝", "叔", "阿姨", "老师")


def bare(name: str) -> str:
    """A name without address and signs; empty where nothing is left to be said."""
    address = _ADDRESS.match(name)
    spoken = SPOKEN.search(name, address.end() if address else 0) or SPOKEN.search(name)
    return spoken[0] if spoken else ""


def forms_in(text: str, names: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The forms of names that stand in the text, and whom each may mean: a whole name is nobody's short one. A name
    that is given as @草莓 is said with the sign only; 静静姐 is not short for 静静妈妈 where 静静 is known."""
    found: dict[str, tuple[str, ...]] = {}
    plain = {bare(name) for name in names.values()}
    for forms in (_whole, _plain, _titled):
        meant: dict[str, list[str]] = {}
        for member_id, name in names.items():
            for form in forms(name):
                if forms is _titled and form[:2] in plain:
                    continue
                if len(form) > 1 and form in text and form not in found:
                    meant.setdefault(form, []).append(member_id)
        found |= {form: tuple(dict.fromkeys(ids)) for form, ids in meant.items()}
    return found


def present_in(text: str, names: Mapping[str, str]) -> dict[str, str]:
    """Those of whose names any form stands in the text."""
    ids = {i for found in forms_in(text, names).values() for i in found}
    return {i: name for i, name in names.items() if i in ids}


def _whole(name: str) -> Iterator[str]:
    yield name


def _plain(name: str) -> Iterator[str]:
    spoken = SPOKEN.search(name)
    if spoken and not name.startswith("@"):
        yield spoken[0]
        yield bare(name)


def _titled(name: str) -> Iterator[str]:
    """岁月姐, of a name that is too long to be said."""
    plain = bare(name)
    if _LONG.fullmatch(plain) and not name.startswith("@"):
        yield from (plain[:2] + title for title in _TITLES)
