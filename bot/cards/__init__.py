"""Resolved cards: pictures that show a group how a case was solved."""

from bot.cards.content import Bubble, CardContent, Compensation, Step
from bot.cards.draw import draw, texts_of

__all__ = ["Bubble", "CardContent", "Compensation", "Step", "draw", "texts_of"]
