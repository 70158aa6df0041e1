"""What a member writes is looked through in reasonable time, however it is repeated.

In a process of its own: a pattern that tries every way to cut a text never comes back, and cannot be interrupted.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

LONG_ENOUGH_S = 110
"""A hundred times what all of it takes; one pattern that is ambiguous takes longer than anybody waits."""

LOOK = """
import importlib, pkgutil, re
import bot.detection, bot.domain
from bot.domain.redaction import Redactor

def patterns(value):
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from patterns(tuple(value.values()))
    elif isinstance(value, (tuple, list)):
        for one in value:
            yield from patterns(one)

names = [m.name for package in (bot.detection, bot.domain)
         for m in pkgutil.walk_packages(package.__path__, package.__name__ + ".")]
found = {p: f"{name}.{key}" for name in names
         for key, value in vars(importlib.import_module(name)).items() for p in patterns(value)}
for pattern, name in found.items():
    own = sorted(set(re.findall("[\\u4e00-\\u9fff]{1,3}", pattern.pattern)))
    for unit in {*own[:: len(own) // 12 + 1], "嗯", "那就", "都", "一", "1", "1.", "a.", " ", "。", "@a "}:
        text = (unit * 400)[:400] + "\\x01"
        print(name, repr(unit), flush=True)
        pattern.search(text)
        pattern.fullmatch(text)
for unit in ("a.", "1.", "1-", "@a ", "一栋", "王"):
    print("Redactor", repr(unit), flush=True)
    Redactor("静静").redact(unit * 800)
print(len(found), "patterns")
"""


@pytest.mark.slow
def test_every_pattern_comes_back_from_words_said_again_and_again() -> None:
    asked = subprocess.Popen([sys.executable, "-c", LOOK], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        said, _ = asked.communicate(timeout=LONG_ENOUGH_S)
    except subprocess.TimeoutExpired:
        asked.kill()
        said, _ = asked.communicate()
    last = said.splitlines()[-1]
    assert last.endswith(" patterns"), f"it did not come back: {last}"
    assert int(last.split()[0]) > 300
