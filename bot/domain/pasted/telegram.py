"""Telegram: messages copied from the desktop program; a phone writes lines as in `plain`."""

from __future__ import annotations

from bot.domain.pasted.lines import Form
from bot.domain.pasted.times import MAYBE_DATED

DESKTOP = Form("telegram", rf"(?P<name>\S.{{0,120}}?), \[(?P<time>{MAYBE_DATED})\]")
"""`名字, [05.01.2026 10:31]`, the words below."""
