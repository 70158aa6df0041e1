"""Whether a wording may be said: what stops it, what a leader might want to think about, how it would read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.text import clean
from bot.domain.tone import Author, check_tone
from bot.domain.wording import Flaw, fill, flaw_in, renamed
from bot.replies import catalogue, say
from handlers.wordings.occasions import Occasion

_SORRY = re.compile("抱歉|[对對]不起|[对對]不住|不好意思|[过過]意不去|歉意|[见見][谅諒]")
_AT_WORK = re.compile(
    "正在|[马馬]上|[现現]在|[这這]就|已[经經]|[处處]理|核[对對实實]|在查|立刻|[记記]|接着|[跟][进進]|去[问問查]"
)
_KEEP_IT = re.compile("留|[别別]扔|不要扔")
_READABLE = 70


@dataclass(frozen=True)
class Remark:
    """Something about a wording, in a sentence; one that `stops` it has to be put right first."""

    stops: bool
    words: str


def names_of(occasion: Occasion) -> dict[str, str]:
    """What each variable is called on the page."""
    return {name: _about("variables", occasion, name) for name in occasion.variables}


def examples_of(occasion: Occasion, group: str) -> dict[str, str]:
    """Something believable for each variable."""
    found = {name: _about("examples", occasion, name) for name in occasion.variables}
    return {name: group if name == "group" and group else example for name, example in found.items()}


def _about(what: str, occasion: Occasion, name: str) -> str:
    settings = catalogue()["settings"]
    special: dict[str, dict[str, str]] = settings[f"{what}_in"]
    return str(special.get(occasion.part, {}).get(name) or settings[what][name])


def typed(occasion: Occasion, text: str) -> str:
    """A wording as it is kept, from what was typed: variables may be written as the page calls them."""
    return renamed(clean(text), {shown: name for name, shown in names_of(occasion).items()})


def shown(occasion: Occasion, text: str) -> str:
    """A wording as a leader reads it, with the variables as the page calls them."""
    return renamed(text, names_of(occasion))


def length_of(occasion: Occasion, text: str) -> int:
    """How long a member finds it, links not counted; as it stands where it cannot be filled in."""
    if flaw_in(text, occasion.variables) is not None:
        return len(text)
    return len(fill(text, examples_of(occasion, "") | ({"link": ""} if "link" in occasion.variables else {})))


def flaw_of(occasion: Occasion, text: str) -> Flaw | None:
    flaw = flaw_in(text, occasion.variables, occasion.needed)
    return Flaw("long") if flaw is None and length_of(occasion, text) > occasion.longest else flaw


def remarks(occasion: Occasion, text: str, group: str) -> tuple[Remark, ...]:
    """All there is to say about a wording; the first thing that cannot be read hides the rest."""
    flaw = flaw_of(occasion, text)
    if flaw is not None:
        return (Remark(True, _flaw_words(occasion, flaw)),)
    stopped = tuple(Remark(True, words) for words in _tone(occasion, text, examples_of(occasion, group)))
    return stopped + tuple(Remark(False, say(f"settings.wording_hints.{key}")) for key in _hints(occasion, text))


def _flaw_words(occasion: Occasion, flaw: Flaw) -> str:
    called = names_of(occasion)
    names = "、".join(f"{{{name}}}" for name in called.values()) or say("settings.wording_no_variables")
    what = called.get(flaw.what, flaw.what)
    return say(f"settings.wording_flaws.{flaw.kind}", what=what, names=names, most=occasion.longest)


def _tone(occasion: Occasion, text: str, examples: Mapping[str, str]) -> list[str]:
    """What the tone guard finds in the sentence as a member would read it, and in its own words alone: money that a
    person decides on stands in what is filled in, never in the wording."""
    author: Author = "group_leader" if occasion.decided else "bot"
    member = examples.get("member")
    whole = check_tone(fill(text, examples), kind=occasion.kind, author=author, member=member)
    alone = check_tone(fill(text, {name: f"“{words}”" for name, words in examples.items()}), kind=occasion.kind)
    found = {finding.name: finding for finding in (*alone, *whole)}
    return [say("settings.wording_stopped", what=finding.excerpt, why=finding.why) for finding in found.values()]


def _hints(occasion: Occasion, text: str) -> list[str]:
    """What is allowed, and a neighbour might say otherwise."""
    found = []
    answers = occasion.key.startswith(("apology.", "incident.notice.", "incident.update."))
    if answers and not _SORRY.search(text):
        found.append("sorry")
    if answers and not _AT_WORK.search(text):
        found.append("at_work")
    if (".red." in occasion.key or ".threat." in occasion.key) and not ("团" in text or "團" in text):
        found.append("leader")
    if ".red." in occasion.key and not _KEEP_IT.search(text):
        found.append("keep")
    if "你" in text:
        found.append("polite")
    if occasion.kind == "public" and length_of(occasion, text) > _READABLE:
        found.append("long")
    return found
