"""QQ: messages copied from a chat, and the text file that the message manager exports."""

from __future__ import annotations

from bot.domain.pasted.lines import Form
from bot.domain.pasted.times import DATED

_TITLE = r"(?:【[^】]*】\s*)*"
_NUMBER = r"(?:[(（](?P<id>\d{4,12})[)）]|<(?P<mail>[^<>\s]+)>)"

EXPORT = Form("qq", rf"(?P<time>{DATED})\s+{_TITLE}(?P<name>.{{0,100}}?)\s*{_NUMBER}")
"""`2026-01-05 10:31:02 名字(12345)`, the words below."""
