"""Every page of the console: one file a page, one line here."""

from bot.web.pages import case, cases, events, login, paste, pictures, promises, reviews, team, today

PAGES = (login, events, pictures, today, reviews, cases, case, promises, paste, team)
