"""Lines of a copied chat that are no messages: separators, what the program itself says, headings of a file."""

from __future__ import annotations

import re

from bot.domain.pasted.model import Kind
from bot.domain.pasted.times import DATE, MAYBE_DATED

_RULE = r"[-—－–─=＝_*~～·•\s]"
_SEPARATOR = re.compile(rf"^{_RULE}*(?:{MAYBE_DATED}|{DATE}(?:\s*(?:星期|周)[一二三四五六日天])?)?{_RULE}*$")
_SYSTEM = re.compile(
    r"^(?=.{1,120}$)[\"“”「』『」]?.{0,80}?(?:"
    r"撤回了(?:一条|上一条|成员.{1,40}的一条)消息|(?:邀请|通过扫描).{1,60}加入(?:了)?(?:群聊|本群)|"
    r"(?:加入了?(?:群聊|本群)|退出了?群聊|移出了?群聊|拍了拍.{1,40})[。！]?|修改群名为.{1,60}|"
    r"与群里其他人都不是(?:微信)?朋友关系.{0,40}|领取了.{1,30}的红包|被管理员(?:禁言|解除禁言).{0,20}|"
    r"(?:开启|关闭|解除)了?全员禁言|成为(?:新)?(?:群主|管理员)|发起了?群收款.{0,30}|更新了群公告"
    r")[\"“”]?[。！\s]*(?:重新编辑)?\s*$|"
    r"^(?:以下(?:是|为)新消息|以上是(?:历史|打招呼).{0,20}|查看更多(?:历史)?消息|收起|重新编辑)$"
)
_HEADING = re.compile(
    r"^(?:消息记录\s*[（(].*|消息分组\s*[:：].*|消息对象\s*[:：].*|={8,}|日期\s*[:：]\s*[\d\-/年月日.]+|"
    r"(?:.{1,40}的)?聊天记录(?:如下)?\s*[:：]?|以下是.{0,40}聊天记录.{0,20})$"
)
PROGRAM = re.compile(r"^(?:系统消息|系统|system)$", re.IGNORECASE)
"""Who seems to write what is no person's message."""


def aside(line: str) -> Kind | None:
    """What kind of non-message a whole line is; None when it may be a message."""
    text = line.strip()
    if _HEADING.match(text):
        return "heading"
    if _SEPARATOR.match(text) and text:
        return "separator"
    return "system" if _SYSTEM.match(text) else None
