"""Asking after the member's own doing where somebody may have come to harm (playbook B12)."""

from __future__ import annotations

from bot.domain.tone.draft import ANY, Draft, ToneFinding, any_of, first, never

_KEPT = r"(?:冰箱|冷藏|冷冻|保存|保管|存放|密封)"
_PROBES = any_of(
    rf"(?:怎么|有没有|是不是|是否|会不会|哪儿?里?|及时|马上){ANY}{{0,8}}(?:{_KEPT}|放(?:了|的|在|过)|洗)",
    rf"(?:{_KEPT}|洗)(?:过|好|了|起来)?(?:没有?|吗|么|嘛)(?=[,，。?？!！]|$)",
    r"放了?(?:几天|多久|多长时间|几个小时|多少天)",
    rf"(?:还|又|另外|是不是|有没有|是否){ANY}{{0,6}}吃{ANY}{{0,3}}(?:什么|啥|别的|其他|其它|凉|冰|辣|生|坏)",
    r"(?:肠胃|体质|身体)(?:是不是|本来|一直|平时)|(?:是不是|本来|平时)[^,，。?？]{0,4}(?:肠胃|体质)",
    r"(?:确定|能肯定|怎么知道|怎么确定|怎么证明|凭什么说)[^,，。]{0,12}(?:我们|这个|那个|草莓|东西|吃)",
)


def probing(draft: Draft) -> ToneFinding | None:
    """Only in a draft to somebody who may have come to harm; elsewhere such a question may be a kind one."""
    if not draft.unwell:
        return None
    why = "人不舒服的时候先关心身体，怎么放、怎么吃的以后再查。"
    return first(draft, _PROBES, "probing", why, never)
