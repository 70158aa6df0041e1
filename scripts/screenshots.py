"""`make screenshots`: the pictures of the console for the README, from a story told to the real program.

Needs Chromium and a Chinese font on the machine. The detector's answers are given, so that the pictures stay the same.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bot.demo.photo import Photos
from bot.domain.verdict import Verdict
from tests.conversation import Conversation
from tests.web.browsing import DESK, PHONE, browsing
from tests.web.desk import Desk

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
PAGES = {"today": "/", "reviews": "/reviews", "case": "/cases/5"}

SURE = {
    "排骨说好上午到，这都几点了": Verdict("complaint", 0.9, "late", 2, goods=("排骨",)),
    "酸奶少了一盒，麻烦看看": Verdict("complaint", 0.9, "missing", 1, goods=("酸奶",)),
    "面包里吃出一根头发": Verdict("complaint", 0.9, "quality", 3, goods=("面包",), red="foreign_matter"),
    "芒果三个烂掉了😭一捏就流水": Verdict("complaint", 0.9, "damaged", 2, goods=("芒果",)),
    "团长，草莓烂了一半，孩子都没法吃": Verdict("complaint", 0.9, "damaged", 2, goods=("草莓",)),
    "今天的菜感觉不太行呀": Verdict("review", 0.5, "quality", 1, ("说“不太行”", "没说是哪一样")),
    "这价格比超市还贵两块吧": Verdict("review", 0.5, "price", 1, ("比价", "像随口一说")),
    "我的货怎么还在路上": Verdict("review", 0.5, "late", 1, ("在问物流",)),
}


async def tell(c: Conversation) -> None:
    """A morning in the group."""
    c.verdicts.update(SURE)
    c.adapter.pictures = Photos()
    await c.group("陈师傅", "排骨说好上午到，这都几点了")
    await c.wait(40)
    await c.private("陈师傅", "再不到我就不要了")
    await c.wait(minutes=50)
    await c.group("李小姐", "酸奶少了一盒，麻烦看看")
    await c.wait(minutes=4)
    await c.group("周阿姨", "面包里吃出一根头发", photos=1)
    await c.wait(minutes=20)
    await c.group("赵姐", "芒果三个烂掉了😭一捏就流水", photos=2)
    await c.wait(60)
    await c.group("王姐", "团长，草莓烂了一半，孩子都没法吃", photos=2)
    await c.wait(15)
    await c.private("王姐", "对，两盒 69.9，烂了一半左右")
    await c.wait(15)
    for said in ("回 5 看到了，真不好意思，明天18点前给您答复。", "价 5 69.9 一半"):
        await c.private("团长", said)
        await c.wait(10)
    await c.group("老李", "今天的菜感觉不太行呀")
    await c.wait(10)
    await c.group("阿芳", "昨天的菜挺新鲜的")
    await c.group("小赵", "这价格比超市还贵两块吧", photos=1)
    await c.wait(40)
    await c.group("阿芳", "我的货怎么还在路上")
    await c.wait(120)
    c.skip()


async def take(folder: Path, pages: dict[str, str], *, phone: bool = False, dark: bool = False) -> None:
    async with Desk.on("sqlite://", clocks=True) as desk:
        await tell(desk.chat)
        async with browsing(desk, "owner", size=PHONE if phone else DESK, dark=dark, name="小美") as window:
            for name, address in pages.items():
                await window.open(address)
                await window.page.wait_for_timeout(700)
                await window.page.screenshot(path=folder / f"{name}.png")
                await window.check()


if __name__ == "__main__":
    asyncio.run(take(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER, PAGES))
