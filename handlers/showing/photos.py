"""Which photos of a case stand on its card, by the numbers that a leader calls them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.replies import say
from handlers.showing.choices import Choices, numbers_in
from handlers.showing.excerpts import Excerpt
from handlers.showing.rules import CannotShow

_AWAY = re.compile(r"不要|别要|不放|别放|不用|去掉|拿掉|不")
_ALSO = re.compile(r"加上|再加|还要|还放|也要|也放|加")
_SMALL = re.compile(r"[第张号和跟与及、,，.。!！~～到至\-—\d\s]|只|还有|都|全部?|所有|放|要|了|吧|的|请|上")
"""What may stand around the numbers and says nothing."""


def numbered(excerpts: Sequence[Excerpt]) -> dict[str, int]:
    """The number of each photo, by its content hash: in the order in which they were sent, one sent twice once."""
    hashes = dict.fromkeys(photo for e in excerpts for photo in e.said.photos)
    return {photo: n for n, photo in enumerate(hashes, 1)}


def chosen(number: int, excerpts: Sequence[Excerpt], choices: Choices, words: str) -> tuple[str, ...]:
    """The photos on the card of case `number` after these words: "" for every one of the shown excerpts, "2 5" for
    these alone, "加上 3" for one more, "不要 2" for one less. Raises CannotShow."""
    there = numbered(excerpts)
    away, also = _AWAY.search(words), _ALSO.search(words)
    named = numbers_in(words)
    if not there and not away:
        raise CannotShow(say("showing.no_photos", number=number))
    if _SMALL.sub("", _ALSO.sub("", _AWAY.sub("", words))) or (also and not named):
        raise CannotShow(say("showing.which_photo", number=number, count=len(there)))
    if -1 in named:
        raise CannotShow(say("showing.photo_number_too_long", number=number, count=len(there)))
    if absent := sorted(named - set(there.values())):
        raise CannotShow(say("showing.no_such_photo", number=number, photo=absent[0], count=len(there)))
    if away:
        return _less(there, choices, named)
    if choices.layout == "result":
        raise CannotShow(say("showing.photos_without_talk", number=number))
    wanted = [photo for photo, n in there.items() if n in named] if named else _of_shown(number, excerpts)
    _all_stand_there(number, excerpts, there, wanted)
    return tuple(photo for photo in there if photo in wanted or (also and photo in choices.photos))


def _less(there: dict[str, int], choices: Choices, named: set[int]) -> tuple[str, ...]:
    """The photos on the card but these; without a number, none."""
    if named and not any(there.get(photo) in named for photo in choices.photos):
        raise CannotShow(say("showing.photo_not_on_it", photo=min(named)))
    return tuple(photo for photo in choices.photos if named and there.get(photo) not in named)


def _of_shown(number: int, excerpts: Sequence[Excerpt]) -> list[str]:
    found = [photo for e in excerpts if e.shown for photo in e.said.photos]
    if not found:
        other = next(n for n, e in enumerate(excerpts, 1) if e.said.photos)
        raise CannotShow(say("showing.photos_elsewhere", number=number, excerpt=other))
    return found


def _all_stand_there(number: int, excerpts: Sequence[Excerpt], there: dict[str, int], wanted: Sequence[str]) -> None:
    """A photo stands in its excerpt, which therefore has to be on the card."""
    shown = {photo for e in excerpts if e.shown for photo in e.said.photos}
    for photo in wanted:
        if photo not in shown:
            other = next(n for n, e in enumerate(excerpts, 1) if photo in e.said.photos)
            raise CannotShow(say("showing.photo_not_shown", number=number, photo=there[photo], excerpt=other))


def in_list(excerpt: Excerpt, there: dict[str, int], choices: Choices) -> tuple[str, str]:
    """What an excerpt's line in the list says of its photos: which there are, and which of them stand on the card."""
    photos = list(dict.fromkeys(excerpt.said.photos))
    if not photos:
        return "", ""
    shown = [photo for photo in photos if photo in choices.photos]
    on_card = say("showing.photos_on_card", photos=_named(shown, there)) if shown else say("showing.photos_off_card")
    return say("showing.photos_there", photos=_named(photos, there)), on_card


def _named(photos: Sequence[str], there: dict[str, int]) -> str:
    return "、".join(str(there[photo]) for photo in photos)
