"""Every table. Timers are columns: whoever wants to know what is due asks the database."""

from bot.storage.tables.base import metadata
from bot.storage.tables.people import groups, leader_codes, members, staff
from bot.storage.tables.sending import outbox
from bot.storage.tables.talk import bursts, direct_messages, image_fetches, images, inbox, lanes, messages
from bot.storage.tables.work import case_events, cases, corrections, incidents, offers, promises, reviews

__all__ = [
    "bursts",
    "case_events",
    "cases",
    "corrections",
    "direct_messages",
    "groups",
    "image_fetches",
    "images",
    "inbox",
    "incidents",
    "lanes",
    "leader_codes",
    "members",
    "messages",
    "metadata",
    "offers",
    "outbox",
    "promises",
    "reviews",
    "staff",
]
