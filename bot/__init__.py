"""Anxin 安心: the after-sales steward of group-buy chats."""

__version__ = "0.1.0"
