"""WeChat: messages chosen and copied on a computer, and what a phone forwards as one text."""

from __future__ import annotations

from bot.domain.pasted.lines import Form
from bot.domain.pasted.times import CLOCK, DATED

DESKTOP = Form("wechat", rf"(?P<name>\S.{{0,100}}?)\s+(?P<time>{DATED})")
"""`名字 2026/1/5 10:31`, the words below; a blank line between messages."""

PHONE = Form("wechat", rf"(?P<name>\S.{{0,100}}?)\s+(?P<time>{CLOCK})")
"""`名字 10:31`, the words below; the day stands in a separator above, or is the day of the paste."""

NAMES = Form("wechat", r"(?:>\s*)?(?P<name>\S.{0,60}?)\s*[:：]")
"""`名字:`, the words below, no times."""
