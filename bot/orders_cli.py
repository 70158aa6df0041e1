"""`anxin import-orders`: a shop's export into a group's orders, and in words what came of it."""

from __future__ import annotations

import sys
from pathlib import Path

from bot.app import build
from bot.config import Settings
from bot.replies import say
from bot.sheets import MAX_BYTES
from bot.storage import groups
from bot.storage.groups import Group
from handlers.orders.importing import NotImported, import_file, summary, troubles


async def import_orders(settings: Settings, source: str, group_name: str) -> bool:
    """Import a file and print what came of it; whether every row was taken. Raises NotImported."""
    raw = read_source(source)
    app = build(settings, adapters={})
    try:
        await app.prepare()
        known = await app.ctx.storage.read(groups.everyone)
        done = await import_file(app.ctx, group_named(known, group_name), raw)
    finally:
        app.ctx.storage.close()
    print("\n".join(summary(done)))
    for line in troubles(done):
        print(line, file=sys.stderr)
    return not done.bad


def read_source(source: str) -> bytes:
    """The bytes of a file, or of standard input; raises NotImported."""
    try:
        if source == "-":
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with Path(source).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as e:
        raise NotImported(say("errors.file", path=source, why=e.strerror or type(e).__name__)) from e


def group_named(known: list[Group], name: str) -> Group:
    """The one group of this name or id; raises NotImported."""
    if not known:
        raise NotImported(say("order.no_groups"))
    found = [group for group in known if name.strip() in (group.name, group.group_id)]
    if not found:
        raise NotImported(say("order.no_group", name=name[:60], groups="、".join(group.name for group in known[:20])))
    if len(found) > 1:
        raise NotImported(say("order.several_groups", name=name[:60]))
    return found[0]
