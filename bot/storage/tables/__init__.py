"""Every table. Timers are columns: whoever wants to know what is due asks the database."""

from bot.storage.tables.base import metadata
from bot.storage.tables.console import audit, case_search, login_attempts, login_links, secrets, sessions, users
from bot.storage.tables.learning import learned_models, opinion_days, opinions
from bot.storage.tables.orders import orders
from bot.storage.tables.people import groups, leader_codes, members, staff
from bot.storage.tables.sending import accounts, connections, downtimes, outbox
from bot.storage.tables.showing import cards, cleanings, consents, erasures, voices
from bot.storage.tables.talk import bursts, direct_messages, image_fetches, images, inbox, lanes, messages, pastes
from bot.storage.tables.wordings import wordings
from bot.storage.tables.work import case_events, cases, corrections, incidents, offers, promises, reviews

__all__ = [
    "accounts",
    "audit",
    "bursts",
    "cards",
    "case_events",
    "case_search",
    "cases",
    "cleanings",
    "connections",
    "consents",
    "corrections",
    "direct_messages",
    "downtimes",
    "erasures",
    "groups",
    "image_fetches",
    "images",
    "inbox",
    "incidents",
    "lanes",
    "leader_codes",
    "learned_models",
    "login_attempts",
    "login_links",
    "members",
    "messages",
    "metadata",
    "offers",
    "opinion_days",
    "opinions",
    "orders",
    "outbox",
    "pastes",
    "promises",
    "reviews",
    "secrets",
    "sessions",
    "staff",
    "users",
    "voices",
    "wordings",
]
