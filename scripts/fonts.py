"""Build the fonts and the emoji of the cards (bot/cards/fonts) from what package registries offer under the OFL.

pip download --no-deps justmytype-intl-cjk && unzip justmytype_intl_cjk-*.whl -d PACK
npm pack emoji-datasource-google && tar xzf emoji-datasource-google-*.tgz -C EMOJI
python -m scripts.fonts PACK/justmytype_intl_cjk/fonts/ofl EMOJI/package
"""

from __future__ import annotations

import argparse
import io
import json
import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from PIL import Image

FONTS = Path(__file__).parent.parent / "bot/cards/fonts"
STANDARD_A = (
    "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖䂮䃅䃎䅟䌹䎃䎖䏝䏡䏲䐃䓖䓛䓨䓫䓬"
    "䗖䗛䗪䗴䜣䝙䢺䢼䣘䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮"
)
"""Characters of the 8,105-character standard table that lie in Unicode's extension A; people's names use them."""
SIGNS = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x250),
    *range(0x370, 0x3FF),
    *range(0x400, 0x460),
    *range(0x2000, 0x2070),
    *range(0x2070, 0x2100),
    *range(0x2100, 0x2190),
    *range(0x2190, 0x2300),
    *range(0x2460, 0x2500),
    *range(0x2500, 0x2800),
    *range(0x3000, 0x3130),
    *range(0x3200, 0x33FF),
    *range(0xFE30, 0xFE50),
    *range(0xFF00, 0xFFF0),
]


def charset_of(codec: str, high: int = 0xFE, block: range = range(0x4E00, 0xA000)) -> set[int]:
    """The characters of a block that an old character set has, up to the lead byte `high`."""
    found = set()
    for code in block:
        try:
            if chr(code).encode(codec)[0] <= high:
                found.add(code)
        except UnicodeEncodeError:
            continue
    return found


def cut(source: Path, weight: int, codes: Iterable[int], target: Path) -> None:
    """One weight of a variable font with these characters only."""
    font = TTFont(source, lazy=False)
    options = Options(
        layout_features=["kern", "mark", "mkmk", "ccmp"], hinting=False, notdef_outline=True, name_IDs=[0, 1, 2, 13, 14]
    )
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=list(codes))
    subsetter.subset(font)
    instantiateVariableFont(font, {"wght": weight}, inplace=True)
    font.save(target)
    print(f"{target.name}: {len(font.getBestCmap())} characters, {target.stat().st_size / 1e6:.1f} MB")


def fonts(pack: Path) -> None:
    """The three faces: the text, the bold one of frequent characters, and the rest for what the first lacks."""
    main = pack / "notosanssc/NotoSansSC[wght].ttf"
    japanese = pack / "notosansjp/NotoSansJP[wght].ttf"
    has = set(TTFont(main, lazy=True).getBestCmap())
    beyond = {code for code in has if code >= 0x20000}
    standard = set(map(ord, STANDARD_A)) | charset_of("big5hkscs", block=range(0x3400, 0x4DC0))
    cut(main, 400, {*SIGNS, *range(0x4E00, 0xA000), *standard, *beyond}, FONTS / "AnxinSans-Regular.ttf")
    frequent = charset_of("gb2312", 0xD7) | charset_of("big5", 0xC6)
    cut(main, 700, {*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x2010, 0x2030), *range(0x3000, 0x3020)}
        | set(range(0xFF00, 0xFFF0)) | frequent, FONTS / "AnxinSans-Bold.ttf")  # fmt: skip
    rest = {code for code in TTFont(japanese, lazy=True).getBestCmap() if code >= 0x3400} - has
    cut(japanese, 400, {0x20, *rest}, FONTS / "AnxinSans-Rest.ttf")
    shutil.copy(pack / "notosanssc/OFL.txt", FONTS / "OFL-NotoSansCJK.txt")


def coverage() -> None:
    """Which characters each face has, as ranges, so that drawing needs no font tools."""
    ranges = {}
    for path in sorted(FONTS.glob("*.ttf")):
        found: list[list[int]] = []
        for code in sorted(TTFont(path, lazy=True).getBestCmap()):
            if found and found[-1][1] == code - 1:
                found[-1][1] = code
            else:
                found.append([code, code])
        ranges[path.stem] = found
    (FONTS / "coverage.json").write_text(json.dumps(ranges, separators=(",", ":")), "utf-8")


def emoji(package: Path) -> None:
    """Every emoji (skin tones in the neutral yellow) as a small picture of 256 colours, in one archive."""
    target = FONTS / "emoji.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for row in sorted(json.loads((package / "emoji.json").read_text("utf-8")), key=lambda row: row["unified"]):
            path = package / "img/google/64" / row["image"]
            if not path.exists():
                continue
            picture = Image.open(path).convert("RGBA").quantize(64, method=Image.Quantize.FASTOCTREE)
            data = io.BytesIO()
            picture.save(data, "PNG", optimize=True)
            name = "-".join(part for part in row["unified"].lower().split("-") if part != "fe0f")
            archive.writestr(zipfile.ZipInfo(f"{name}.png", (1980, 1, 1, 0, 0, 0)), data.getvalue())
        print(f"{target.name}: {len(archive.namelist())} emoji")
    shutil.copy(package / "LICENSE", FONTS / "MIT-emoji-datasource.txt")
    print(f"{target.name}: {target.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pack", type=Path, help="the folder that holds notosanssc and notosansjp")
    parser.add_argument("emoji", type=Path, nargs="?", help="the folder that holds emoji.json and img/google/64")
    told = parser.parse_args()
    FONTS.mkdir(parents=True, exist_ok=True)
    fonts(told.pack)
    coverage()
    if told.emoji:
        emoji(told.emoji)


if __name__ == "__main__":
    main()
