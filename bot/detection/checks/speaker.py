"""Who speaks: a group leader or a bot never complains here."""

from __future__ import annotations

from bot.domain.verdict import Burst, CheckResult, Situation


def speaker(burst: Burst, situation: Situation) -> CheckResult | None:
    """The group leader's and the bot's own posts are no complaints, whatever they say."""
    if burst.role == "group_leader":
        return CheckResult("speaker", -8.0, "团长自己的消息", veto=True)
    if burst.role == "bot":
        return CheckResult("speaker", -8.0, "机器人的消息", veto=True)
    return None
