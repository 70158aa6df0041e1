"""Every page of the console: one file a page, one line here."""

from bot.web.pages import (
    card,
    case,
    cases,
    events,
    exports,
    incidents,
    login,
    paste,
    pictures,
    promises,
    reviews,
    settings,
    team,
    today,
    voices,
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
    settings,
    team,
)
