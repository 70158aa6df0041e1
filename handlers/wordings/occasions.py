"""Which sentences to members a leader may put into words of their own, and what may stand in each."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.tone import Kind
from bot.domain.verdict import CATEGORIES

MOST = 8
"""So many wordings of one sentence at most."""
LONGEST = {"apology": 80, "nudge": 35, "incident": 80}
"""Characters of a public wording; an apology and a nudge are one post, which may have 120."""
LONGEST_PRIVATE = 200


@dataclass(frozen=True)
class Occasion:
    """One sentence: when it is said, and the variables that it may and must have."""

    key: str
    part: str
    variables: tuple[str, ...]
    needed: tuple[str, ...] = ()
    kind: Kind = "private"
    for_all: bool = False
    """Said where the group is not known: only the installation can word it."""
    decided: bool = False
    """Says what a person decided: it may name money in what is filled in."""

    @property
    def longest(self) -> int:
        return LONGEST.get(self.part, LONGEST_PRIVATE) if self.kind == "public" else LONGEST_PRIVATE


_FAULTS = (*CATEGORIES, "repeat", "missed", "unsolved", "red", "threat", "me_too")
_SUBJECTS = ("with_goods", "pickup_point", "delivery", "other")

PARTS: dict[str, dict[str, str]] = {
    "apology": {
        f"apology.{fault}.{form}": "goods" if form == "with_goods" else ""
        for fault in _FAULTS
        for form in ("with_goods", "plain")
    },
    "nudge": {
        "nudge.button": "", "nudge.dm_sent": "", "nudge.deep_link": "link!", "nudge.may_fail": "",
        "nudge.any_time": "", "nudge.reply_one": "",
    },
    "opening": {
        "private.opening": "quote! group member number",
        "private.opening_picture": "group member number",
        "private.opening_red": "quote! group member number",
        "private.opening_threat": "quote! group member number",
        "private.opening_more": "quote! group member number",
        "private.opening_more_picture": "group member number",
        "private.opening_more_red": "quote! group member number",
        "private.opening_more_threat": "quote! group member number",
        "private.start_other": "",
        "private.ordinary": "",
        "private.missed": "member number",
    },
    "intake": {
        "private.ask_goods": "member number",
        "private.ask_photo": "member number",
        "private.ask_count": "member number",
        "private.ask_help": "member number",
        "offer.ask_share": "verb member number",
        "private.beside": "goods! quote member number",
        "private.thanks_noted": "number member",
        "private.noted_more": "number member",
        "private.person": "member number",
        "private.robot": "member number",
        "private.who": "member number",
        "private.how": "member number",
        "private.chased": "member number",
        "private.by_writing": "member number",
        "private.again": "goods! member number",
    },
    "offer": {
        "offer.new": "outcome! due! goods hours member number",
        "offer.besides": "outcome! due! promised! goods hours member number",
        "offer.reminder": "outcome! hours goods due member number",
        "offer.outdated": "outcome! due! goods hours member number",
        "offer.agreed": "outcome! due! goods hours member number",
        "offer.declined": "outcome goods member number",
        "offer.let_go": "outcome goods member number",
        "offer.more": "outcome goods member number",
        "offer.more_asked": "member number",
        "offer.noted": "outcome goods due member number",
        "offer.asked_when": "due! outcome goods member number",
        "offer.asked": "outcome goods due member number",
        "offer.pressed": "outcome! due hours goods member number",
    },
    "promise": {
        "promise.member.fulfilled": "outcome! what! member number",
        "promise.member.fulfilled_plain": "outcome! member number",
        "promise.member.fulfilled_shown": "outcome! member number",
        "promise.member.proof": "outcome member number",
        "promise.member.fulfilled_photo": "outcome! member number",
        "promise.member.stands": "outcome! due! member number",
        "promise.member.wished": "outcome! due member number",
        "promise.member.overdue": "outcome! due! member number",
        "promise.member.not_arrived": "outcome! member number",
        "promise.member.other_sum": "outcome! member number",
        "promise.member.not_done": "outcome! member number",
        "promise.member.late": "outcome! due! before member number",
        "promise.member.later": "outcome! due! before member number",
        "promise.member.changed": "outcome! due! promised! before member number",
        "promise.member.late_changed": "outcome! due! promised! before member number",
        "promise.member.withdrawn": "outcome! reason member number",
    },
    "closing": {
        "private.resolved": "resolution! member number",
        "private.lesson_courier": "member number",
        "private.lesson_seller": "member number",
        "private.lesson_gap": "member number",
        "private.ask_fixed": "quote member number",
        "private.ask_fixed_again": "member number",
        "private.ask_mark": "member number",
        "private.mark_skipped": "member number",
        "private.closed_thanks": "member number",
        "private.settled": "member number",
        "private.reopened": "member number",
        "private.reopened_in_group": "quote member number",
        "private.heard_in_group": "quote member number",
        "private.passed_on": "member number",
        "private.not_meant": "member number",
        "private.no_talk": "member number",
        "private.mistaken": "member number",
        "private.no_need": "member number",
        "private.hours_noted": "hours! member number",
        "private.news": "",
    },
    "incident": {
        **{f"incident.notice.{subject}": "goods" if subject == "with_goods" else "" for subject in _SUBJECTS},
        **{f"incident.update.{subject}": "goods" if subject == "with_goods" else "" for subject in _SUBJECTS},
        "incident.progress": "title count done",
        "incident.progress_begun": "title count",
        "incident.summary": "title count done",
        "incident.summary_begun": "title count",
    },
    "consent": {
        "showing.ask": "group! member number",
        "voice.ask": "quote! group!",
        "voice.invite": "goods! group",
        "voice.invite_plain": "group",
    },
}  # fmt: skip
"""By part of the list, each sentence with its variables; `!` marks those that it cannot do without."""

_IN_PUBLIC = ("apology", "nudge", "incident")
_FOR_ALL = ("private.start_other", "private.ordinary")
_DECIDED = ("offer", "promise")


def _occasion(part: str, key: str, names: str) -> Occasion:
    variables = tuple(name.rstrip("!") for name in names.split())
    needed = tuple(name[:-1] for name in names.split() if name.endswith("!"))
    public = part in _IN_PUBLIC or key == "private.news"
    decided = part in _DECIDED or key == "private.resolved"
    return Occasion(key, part, variables, needed, "public" if public else "private", key in _FOR_ALL, decided)


OCCASIONS: dict[str, Occasion] = {
    key: _occasion(part, key, names) for part, keys in PARTS.items() for key, names in keys.items()
}
"""Every sentence that can be worded here, by its key in the catalogue."""
