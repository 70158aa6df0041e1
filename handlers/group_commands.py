"""A leader's commands about a group: 模式, and 灵敏度 (how readily words count as a complaint)."""

from __future__ import annotations

import re

from bot.detection.expected import in_words
from bot.domain.verdict import Sensitivity
from bot.replies import catalogue, say
from bot.storage import groups
from bot.storage.groups import Group
from handlers.request import Answer, Command, Request


def mode_command(r: Request) -> Answer:
    """模式 自动|协助|观察 [群名]."""
    modes = {name: key for key, name in catalogue()["modes"].items()}
    mode = modes.get(r.words["mode"])
    if mode is None:
        return say("leader.mode_unknown")
    group = _named(r)
    if group is None:
        names = "\n".join(f"{g.name}：{say(f'modes.{g.mode}')}" for g in r.led)
        return say("leader.mode_which", groups=names)
    groups.set_mode(r.conn, group.id, mode)
    return say("leader.mode_set", group=group.name, mode=r.words["mode"])


def sensitivity_command(r: Request) -> Answer:
    """灵敏度 谨慎|平衡|灵敏|默认 [群名]: how readily a group's messages count as complaints."""
    ours = r.ctx.settings.detection.readiness
    codes: dict[str, Sensitivity | None] = {name: code for code, name in catalogue()["sensitivities"].items()}
    codes["默认"] = None
    if r.words["how"] not in codes:
        lines = [f"{g.name}：{say(f'sensitivities.{g.sensitivity or ours}')}" for g in r.led]
        return say("leader.sensitivity_how", groups="\n".join(lines))
    group = _named(r)
    if group is None:
        return say("leader.sensitivity_which", how=r.words["how"], groups="\n".join(g.name for g in r.led))
    code = codes[r.words["how"]]
    groups.set_sensitivity(r.conn, group.id, code)
    return say("leader.sensitivity_set", group=group.name, words=in_words(code or ours))


def _named(r: Request) -> Group | None:
    """The one group that a command means: the leader's only one, or the one whose name they wrote."""
    wanted = r.words["group"]
    found = [g for g in r.led if wanted in g.name]
    found = found if len(found) == 1 else [g for g in found if g.platform != groups.PASTE]
    return found[0] if len(found) == 1 else None


COMMANDS: tuple[tuple[re.Pattern[str], Command], ...] = (
    (re.compile(r"^模式\s*(?P<mode>\S*)\s*(?P<group>.*)$"), mode_command),
    (re.compile(r"^(?:灵敏度|靈敏度)\s*(?P<how>\S*)\s*(?P<group>.*)$"), sensitivity_command),
)
"""What a leader may set about a group."""
