"""What a member says of money among neighbours: a game, a loan, a shared fare, change. Who answers it promises nothing
of the group buy."""

from __future__ import annotations

import re

from bot.domain.plain_words import plain

_GAME = r"赢(?!家|得)(?:了)?[我你您他她]?|输(?:了)?(?:给)?[我你您他她]|打牌|麻将|斗地主|掼蛋|扑克|牌局|牌钱|打赌|彩头"
_LOAN = (
    r"借(?:了|给|过|走|的)?[我你您他她]|[我你您他她](?:昨天|前天|上次|上回|上周|之前)?借(?:了|给|过|走)?的|借的?钱|借条"
)
_SHARED = (
    r"[aA]{2}|[aA]给?我|拼车|打车|打的钱|车费|车钱|油费|油钱|过路费|停车费|份子|饭钱|饭费|聚餐|茶钱|酒钱|球费|场地费"
)
_CHANGE = r"找零|零钱|[少多]找|找[少多]|找(?:给|还)?(?:了)?我\d|找钱"
_ADVANCED = (
    r"我(?:给|帮|替)?(?:[你您]|大家)?(?:先)?垫(?!子)|垫付|欠(?:了)?我的?(?:钱|\d)|还差我\d"
    r"|[帮替][你您](?:交|付|垫|代付|代交)|我替[你您]"
)
_PAID_FOR = re.compile(r"[帮替][你您](?:先)?(?:代付|代交|垫付?|交)")
"""Who says so has paid for the one who writes, whatever it was."""
_AMONG = re.compile(f"{_GAME}|{_LOAN}|{_SHARED}|{_CHANGE}|{_ADVANCED}")
_OF_THE_BUY = re.compile(r"退|赔|运费|邮费|补|坏|烂|碎|漏|破|霉|臭|缺|团购|下单|订单|快递|货|售后|医|没收到")


def is_among_neighbours(text: str) -> bool:
    """Whether a member's words are about such money, and about nothing that was bought: 你昨天赢我30还没给呢."""
    words = plain(text)
    return _AMONG.search(words) is not None and (not is_of_the_buy(words) or _PAID_FOR.search(words) is not None)


def is_of_the_buy(text: str) -> bool:
    """Whether a member's words may be about something that was bought."""
    return _OF_THE_BUY.search(plain(text)) is not None
