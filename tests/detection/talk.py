"""Short ways to write down a situation."""

from __future__ import annotations

from bot.detection import detect
from bot.domain.verdict import Burst, BurstMessage, Earlier, OpenCase, Role, Situation, Verdict


def burst(*texts: str, role: Role = "member", image: bool = False) -> Burst:
    """One person's messages; the picture, if any, comes with the last."""
    last = len(texts) - 1
    return Burst(tuple(BurstMessage(text, image and at == last) for at, text in enumerate(texts)), role)


def judged(
    *texts: str,
    after: tuple[Earlier, ...] = (),
    cases: tuple[OpenCase, ...] = (),
    role: Role = "member",
    image: bool = False,
) -> Verdict:
    return detect(burst(*texts, role=role, image=image), Situation(after, cases))


def leader(text: str) -> Earlier:
    return Earlier(text, "group_leader", False, complaint=False)


def neighbour(text: str, complaint: bool | None = None, category: str | None = None, *goods: str) -> Earlier:
    return Earlier(text, "member", False, complaint=complaint, category=category, goods=goods)


def self_before(text: str, complaint: bool | None = None, category: str | None = None, *goods: str) -> Earlier:
    return Earlier(text, "member", True, complaint=complaint, category=category, goods=goods)
