"""What came of a paste, in words: for the leader's private chat, a message a case; the same words for the terminal."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.chat import Button, DirectMessage
from bot.domain.text import excerpt, safe_name
from bot.ports import Context
from bot.replies import say
from bot.storage import groups, pastes
from bot.storage.groups import PASTE, Group
from bot.storage.pastes import Paste
from handlers import speak
from handlers.pasted.past import group_id_of
from handlers.pasted.paste import Drafts, Outcome, outcome

SHOWN = 5
"""So many cases are told in the chat; the rest waits behind 待办."""


def tell(ctx: Context, conn: Connection, lane: str) -> None:
    """The paste was worked through: whoever pasted it in a private chat gets the drafts there."""
    group = groups.find(conn, PASTE, group_id_of(lane))
    for paste in pastes.untold(conn, group.id) if group is not None else ():
        pastes.told(conn, paste.id, ctx.now())
        if group is not None and paste.platform is not None:
            _answer(ctx, conn, group, paste)


def _answer(ctx: Context, conn: Connection, group: Group, paste: Paste) -> None:
    assert paste.platform is not None
    found = outcome(conn, group)
    event = DirectMessage(paste.platform, paste.account or "", f"paste:{paste.id}", paste.at, paste.member_id or "", "")
    speak.answer(ctx, conn, event, head(group, paste.counts, found))
    for n, drafts in enumerate(found.drafts[:SHOWN], 1):
        number = drafts.case.number
        buttons = [Button(say("paste.done_button"), data=f"done:{number}")]
        speak.answer(ctx, conn, event, case_text(drafts, group), buttons=buttons, case=number, part=n)
    if len(found.drafts) > SHOWN:
        more = say("paste.more", count=len(found.drafts) - SHOWN)
        speak.answer(ctx, conn, event, more, part=SHOWN + 1)


def head(group: Group, counts: object, found: Outcome) -> str:
    """How much was read, what is new, and how many cases wait."""
    said = dict(counts) if isinstance(counts, dict) else vars(counts)
    lines = [say("paste.read", group=group.name, read=said["read"], new=said["new"])]
    lines += [
        say(f"paste.{what}", count=said[what])
        for what in ("known", "heard", "older", "unreadable", "pictures_missing")
        if said.get(what)
    ]
    lines.append(say("paste.cases" if found.drafts else "paste.no_cases", count=len(found.drafts)))
    if found.reviews:
        shown = "\n".join(
            say("paste.review", number=n, member=safe_name(name), quote=excerpt(text, 40) or say("leader.only_image"))
            for n, name, text in found.reviews[:SHOWN]
        )
        lines.append(say("paste.reviews", count=len(found.reviews)) + "\n" + shown)
    return "\n".join(lines)


def case_text(drafts: Drafts, group: Group, *, hint: bool = True) -> str:
    """One case with what is to be copied; `hint` says how to tell that it was sent."""
    words = speak.describe(drafts.case, group)
    lines = [say("paste.case_red" if drafts.case.red else "paste.case", **words)]
    if drafts.post is not None:
        lines.append(say("paste.for_group", text=drafts.post))
    if drafts.post_also_for:
        lines.append(say("paste.also_for", numbers="、".join(str(n) for n in drafts.post_also_for)))
    if drafts.post_with is not None:
        lines.append(say("paste.post_with", number=drafts.post_with))
    lines += [say("paste.for_member", member=words["member"], text=text) for text in drafts.private]
    if hint:
        lines.append(say("paste.when_sent", number=drafts.case.number))
    return "\n".join(lines)
