"""Every page of the console: one file a page, one line here."""

from bot.web.pages import (
    card,
    case,
    cases,
    events,
    exports,
    incidents,
    login,
    orders,
    paste,
    pictures,
    promises,
    reviews,
    settings,
    team,
    today,
    voices,
    wordings,
)

PAGES = (
    login,
    events,
    pictures,
    today,
    reviews,
    cases,
    card,
    case,
    exports,
    incidents,
    promises,
    voices,
    paste,
    orders,
    settings,
    wordings,
    team,
)
UPLOADS = {"/paste": paste.MAX_BODY, "/paste/orders": orders.MAX_BODY}
"""The addresses that take files, and how many bytes each takes."""
