"""Draw example cards to look at: python -m scripts.cards_gallery FOLDER. All people and cases are made up."""

from __future__ import annotations

import argparse
import io
from dataclasses import replace
from pathlib import Path

from PIL import Image

from bot.cards import Bubble, CardContent, Compensation, Step, draw

STEPS = (
    Step("收到反馈", "10:02"),
    Step("团长回应", "10:03", "42秒"),
    Step("说好方案", "10:41", "38分"),
    Step("退款到账", "12:14", "1小时33分"),
    Step("群友确认", "12:20", "6分"),
)
TALK = (
    Bubble("member", "王**", "团长，芒果收到了，有三个烂掉了😭 一捏就流水，孩子还等着吃呢", "10:02", hidden_pictures=2),
    Bubble("ours", "团长", "非常抱歉让您遇到这样的情况🙏 三个坏果我们全额赔付，已私聊您确认，马上处理。", "10:03"),
    Bubble("ours", "团长", "坏果退款 ¥12.80 已原路退回，另外明天随车补发 1 份，请您放心👌", "10:41"),
    Bubble("member", "王**", "退款到账了，处理得真快，谢谢团长！👍❤️ OK fine，下次还来~", "12:20"),
)
FULL = CardContent(
    "售后已解决", "阳光里社区团 3群", "海南贵妃芒 5斤装", "17", "7F3A-92C2", TALK,
    Compensation(("退款 ¥12.80 · 原路退回", "补发 1 份 · 明天随车"), "¥12.80"), STEPS, "2小时18分",
    "三个坏果按全额退款，第二天随车补发了 1 份，群友已确认收到。",
)  # fmt: skip
MANY = tuple(
    Bubble("member" if n % 3 else "ours", "邻居A" if n % 3 else "团长", said, f"1{n % 10}:{n % 6}5")
    for n, said in enumerate(["收到了，我看看", "鸡蛋碎了4个，蛋液流了一袋子，别的也沾上了", "好的"] * 10)
)


def cards() -> dict[str, CardContent]:
    """The example cards by name."""
    short = replace(FULL, bubbles=TALK[:1], steps=STEPS[:2], compensation=None, duration="")
    talk = [Bubble("member", "邻居A", said, "9:30") for said in LONG_TEXTS]
    cantonese = (
        Bubble("member", "陳**", "團長，收到嘅士多啤梨有一半爛咗，仲有水，唔該幫我睇吓點處理😢", "19:05"),
        Bubble("ours", "團長", "真係唔好意思！爛咗嘅全部退返畀您，聽日再補一盒，麻煩您影張相就得。", "19:06"),
        Bubble("member", "陳**", "收到退款喇，好快手，多謝晒🙏", "20:10"),
    )
    return {
        "01-full": FULL,
        "02-result": replace(FULL, layout="result"),
        "03-one-bubble": short,
        "04-thirty": replace(FULL, bubbles=MANY),
        "05-emoji": replace(
            FULL,
            bubbles=(
                Bubble("member", "李**", "😂😂😭😡🤮👍🏻👍🏿❤️🧡👨‍👩‍👧‍👦🇨🇳1️⃣🥭🍓🥚🐟🦐🧊✅❌⭐☀️☎️©™→✓", "8:00"),
                TALK[1],
            ),
        ),
        "06-rare": replace(
            FULL,
            group="𠮷祥里 喆玥群",
            bubbles=(
                Bubble("member", "喆**", "喆、玥、𠮷、犇、骉、㛃、䶮、𬭚、邨、龑、堃、淼、燚、叕、亖、彧", "8:00"),
            ),
        ),
        "07-traditional": replace(
            FULL,
            title="售後已解決",
            group="幸福里團購 2群",
            goods="日本士多啤梨 300g×2",
            bubbles=cantonese,
            traditional=True,
            steps=(
                Step("收到反映", "19:05"),
                Step("團長回應", "19:06", "50秒"),
                Step("退款到賬", "19:40", "34分"),
                Step("團友確認", "20:10", "30分"),
            ),
            compensation=Compensation(("退款 ¥39.90", "補發 1 盒 · 明天到"), "¥39.90"),
            duration="1小時5分",
        ),
        "08-latin": replace(
            FULL,
            group="Sunshine Garden Group",
            goods="Organic Blueberries 125g x 6",
            bubbles=(
                Bubble(
                    "member",
                    "邻居B",
                    "Hi, two of the six boxes were crushed when I picked them up yesterday. Could you take a look? Thanks!",  # noqa: E501
                    "18:20",
                ),
                Bubble(
                    "ours",
                    "团长",
                    "So sorry about that. We refund both boxes today, and will pack the next ones in foam.",
                    "18:22",
                ),
            ),
        ),
        "09-long-word": replace(
            FULL,
            bubbles=(
                Bubble(
                    "member",
                    "邻居C",
                    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen哈哈哈AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                    "8:00",
                ),
                Bubble("ours", "团长", "8" * 70, "8:01"),
            ),
        ),
        "10-long-text": replace(FULL, bubbles=tuple(talk)),
        "11-punctuation": replace(
            FULL,
            bubbles=(
                Bubble(
                    "member",
                    "邻居D",
                    "“这个真的，很好吃！”她说：「再来一份」。（价格也不贵）……真的？！行吧——那就这样，好。好。好！好？好；好、好",
                    "8:00",
                ),
                Bubble(
                    "ours", "团长", "您说得对！！！！！！我们改。谢谢您，谢谢您，谢谢您，谢谢您，真的谢谢。", "9:00"
                ),
            ),
        ),
        "12-no-compensation": replace(FULL, compensation=None),
        "13-no-steps": replace(FULL, steps=()),
        "14-no-amount": replace(FULL, compensation=Compensation(("退款，原路退回", "补发 1 份", "下次免配送费"), None)),
        "15-long-title": replace(
            FULL,
            title="售后已经圆满解决，感谢大家的耐心等待",
            group="东方明珠国际花园城二期业主生鲜水果团购大群 12群",
            goods="新西兰进口阳光金奇异果特大果 22枚 原箱 3.3kg 顺丰冷链 到家",
        ),
        "16-result-traditional": replace(
            FULL,
            title="售後已解決",
            layout="result",
            traditional=True,
            result="爛咗嘅全數退款，翌日補發一盒，團友已確認收到。",
            steps=(),
        ),
        "17-missing-glyph": replace(FULL, bubbles=(Bubble("member", "邻居E", "看不懂的字 ሀ ༀ က 𓀀 会是方框", "8:00"),)),
        "18-many-steps": replace(
            FULL, steps=(*STEPS[:4], Step("补发到货", "次日 9:30", "21小时"), Step("群友确认", "次日 10:02", "32分"))
        ),
        "19-big-amount": replace(
            FULL, compensation=Compensation(("整批退款，已经全部原路退回到每位群友的账户里面",), "¥12345.60")
        ),
        "20-picture": replace(FULL, bubbles=(Bubble("member", "王**", "您看这个", "8:00", picture=_photo()), TALK[1])),
        "21-one-word": replace(
            FULL,
            bubbles=(Bubble("member", "王**", "烂", "8:00"), Bubble("ours", "团长", "退", "8:01")),
            steps=STEPS[:3],
        ),
        "22-line-breaks": replace(
            FULL,
            bubbles=(
                Bubble("member", "邻居F", "1. 草莓烂了\n2. 鸡蛋碎了4个\n3. 牛奶没送到\n\n麻烦看看", "8:00"),
                Bubble("ours", "团长", "三样都记下了：\n草莓退15元\n鸡蛋补4个\n牛奶今晚送", "8:02"),
            ),
        ),
        "23-wechat-codes": replace(
            FULL,
            bubbles=(
                Bubble("member", "王**", "好的[强][玫瑰] 辛苦了[抱拳] 我的电话是[电话]，住[地址]，别发错啦", "8:00"),
                TALK[1],
            ),
        ),
        "24-result-long": replace(
            FULL,
            layout="result",
            result="这批草莓路上温度没控制好，我们向所有收到坏果的邻居道歉：每一盒都按坏掉的部分退款，当天到账；下一批改用泡沫箱加冰袋，自提点收货时先开箱看过再通知大家来取。",
        ),
        "25-result-bare": replace(FULL, layout="result", compensation=None, steps=(), duration=""),
    }


LONG_TEXTS = (
    "我是上周五下的单，当时页面写的是次日达，结果等到周日才到。到了以后我打开一看，最上面一层还行，下面两层全是软的，有几个已经发霉了，孩子看到都不敢吃。我不是在意这几块钱，就是觉得要是早点说一声，我也好去别处买。"
    * 2,
    "没有别的意思，就是希望下次包装能好一点。",
)


def _photo() -> bytes:
    data = io.BytesIO()
    Image.radial_gradient("L").resize((900, 1200)).convert("RGB").save(data, "JPEG")
    return data.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in cards().items():
        for n, data in enumerate(draw(content), 1):
            path = folder / f"{name}-{n}.png"
            path.write_bytes(data)
            print(f"{path} {len(data) / 1000:.0f} kB {Image.open(path).size}")


if __name__ == "__main__":
    main()
