"""A message that goes from one household to the next, and words to the one who is faced."""

from __future__ import annotations

from bot.storage import promises
from tests.conversation import Conversation

Heard = dict[str | None, tuple[str, int | None, int | None]]


async def heard(c: Conversation, text: str, to: str | None = None) -> Heard:
    """Who is promised what by these words alone, and on which day; nothing of it stays."""
    said = await c.group("团长", text, quote=to)
    made = await c.read(lambda conn: promises.of_message(conn, 1, said))
    for p in made:
        await c.private("团长", f"诺 {p.id} 不是")
    c.skip()
    return {p.member_name: (p.kind, p.amount_fen, p.due_at.day if p.due_at else None) for p in made}


async def _three(c: Conversation) -> dict[str, str]:
    ids = {}
    for who, said in (("静静", "草莓烂了一半"), ("老周", "鸡蛋坏了3个"), ("小美", "草莓坏了好多")):
        ids[who] = await c.group(who, said)
        await c.wait(10)
    c.skip()
    return ids


async def test_each_household_is_told_its_own_in_one_line(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _three(c)
        others: Heard = {"静静": ("refund", 1500, None), "小美": ("refund", 800, None)}
        assert await heard(c, "静静退15，草莓其他人每家8块") == others
        strawberries: Heard = {"静静": ("refund", 800, None), "小美": ("refund", 800, None)}
        assert await heard(c, "草莓每家退8块，鸡蛋老周您稍等") == strawberries
        assert await heard(c, "除老周外每家退8块") == strawberries
        assert await heard(c, "草莓每家退8块，鸡蛋每家退3块，今晚转") == {
            "静静": ("refund", 800, 5), "小美": ("refund", 800, 5), "老周": ("refund", 300, 5),
        }  # fmt: skip
        assert await heard(c, "两位草莓的，明天一人一盒") == {
            "静静": ("replacement", None, 6), "小美": ("replacement", None, 6),
        }  # fmt: skip
        for told in ("草莓10，鸡蛋5，今晚都转", "今晚退：草莓10，鸡蛋5", "今晚转：老周5块，草莓的10块"):
            assert await heard(c, told) == {
                "静静": ("refund", 1000, 5), "小美": ("refund", 1000, 5), "老周": ("refund", 500, 5),
            }  # fmt: skip
        assert await heard(c, "草莓8块，鸡蛋12块") == {}
        assert await heard(c, "今晚开团：草莓10，鸡蛋5") == {}


async def test_where_it_cannot_be_told_who_or_how_much_no_value_is_taken(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        await _three(c)
        thing: Heard = {"静静": ("replacement", None, None), "小美": ("replacement", None, None)}
        assert await heard(c, "三位草莓的，明天一人一盒") == thing
        money: Heard = {"静静": ("refund", None, None), "小美": ("refund", None, None)}
        assert await heard(c, "静静小美的今晚退，一个12一个8") == money
        assert await heard(c, "草莓两家今晚退，一家15一家8") == money


async def test_few_words_to_who_is_faced_are_theirs(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        ids = await _three(c)
        jing = ids["静静"]
        assert await heard(c, "晚上15给你", to=jing) == {"静静": ("refund", 1500, 5)}
        assert await heard(c, "你的15，小美的8块，今晚转", to=jing) == {
            "静静": ("refund", 1500, 5), "小美": ("refund", 800, 5),
        }  # fmt: skip
        assert await heard(c, "草莓退8块，鸡蛋我问下", to=jing) == {"静静": ("refund", 800, None)}
        await c.group("静静", "在吗团长")
        half: Heard = {"静静": ("replacement", None, 10)}
        assert await heard(c, "静静那半盒坏的，礼拜六补你半盒") == half
        assert await heard(c, "晚上15给你") == {"静静": ("refund", 1500, 5)}
        assert await heard(c, "静静那盒坏的我在问，今晚退你8块") == {}
        assert await heard(c, "晚上15点给你") == {}
        c.skip()
