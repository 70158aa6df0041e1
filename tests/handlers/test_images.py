"""Pictures: fetched after intake, checked, shrunk, kept by their content; what fails is tried again and shown."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import time
import zlib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from PIL import Image as Picture

from bot.domain.chat import Offline
from bot.replies import variants
from bot.storage import images
from bot.storage.images import Fetch, StoredImage
from handlers import sweeps
from handlers.sweeps import MAX_BYTES, NotAPicture, checked
from tests.conversation import Conversation

NOW = datetime(2026, 1, 5, tzinfo=UTC)


def png(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Picture.new("1", (width, height)).save(out, "PNG")
    return out.getvalue()


@cache
def photo(width: int, height: int) -> bytes:
    """A picture that compresses badly."""
    out = io.BytesIO()
    Picture.effect_noise((width, height), 90).save(out, "JPEG", quality=95)
    return out.getvalue()


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A few hundred bytes that claim to be 3.6 thousand million pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 999)) + chunk(b"IEND", b"")
    )


async def fetched(c: Conversation, raw: bytes | None) -> tuple[Fetch, StoredImage | None]:
    """A complaint with this picture; what became of it."""
    c.adapter.pictures["m1/0"] = raw
    await c.group("静静", "草莓烂了一半", photos=1)
    await c.wait(10)
    c.skip()
    (fetch,) = await c.read(lambda conn: images.by_refs(conn, "terminal", ["m1/0"]))
    kept = await c.read(lambda conn: images.get(conn, fetch.content_hash or ""))
    return fetch, kept


async def test_a_huge_picture_is_shrunk(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        assert len(photo(2400, 1800)) > MAX_BYTES
        fetch, kept = await fetched(c, photo(2400, 1800))
        assert fetch.state == "fetched"
        assert kept is not None
        assert len(kept.content) <= MAX_BYTES
        assert (kept.width, kept.height) <= (2048, 2048)
        assert kept.content_type == "image/jpeg"


BROKEN = {
    "cut": photo(300, 200)[:1000],
    "text": "这不是图".encode(),
    "empty": b"",
    "bomb": bomb(),
    "too_many_pixels": png(8_000, 8_000),
    "html": b"<html><body>404</body></html>",
}


@pytest.mark.parametrize("kind", BROKEN)
async def test_what_is_no_picture_is_not_kept_and_shown(
    database_url: str, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with Conversation.on(database_url) as c:
        fetch, kept = await fetched(c, BROKEN[kind])
        assert (fetch.state, kept) == ("failed", None)
        assert len([r for r in caplog.records if "a picture of terminal is not kept" in r.message]) == 1
        await c.private("团长", "看 1")
        assert c.to("团长").endswith("售后单 1：有图没取到，请让 静静 再发一次。")


async def test_a_picture_that_cannot_be_had_yet_is_tried_again(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Conversation.on(database_url) as c:
        tries = []

        async def fetch_image(ref: str) -> bytes:
            tries.append(c.clock())
            if len(tries) < 4:
                raise Offline("the file server is away")
            return png(60, 40)

        monkeypatch.setattr(c.adapter, "fetch_image", fetch_image)
        await c.group("静静", "草莓烂了一半", photos=1)
        await c.wait(10)
        c.skip()
        await c.private("团长", "看 1")
        assert "的图还没取到，正在重试" in c.to("团长")
        await c.wait(minutes=5)
        assert len(tries) == 4
        await c.private("团长", "看 1")
        assert c.all_to("团长")[1].message.image is not None


async def test_it_is_given_up_after_some_tries(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        c.adapter.pictures["m1/0"] = None
        await c.complain(photos=1)
        await c.wait(hours=4)
        (fetch,) = await c.read(lambda conn: images.by_refs(conn, "terminal", ["m1/0"]))
        assert (fetch.state, fetch.due_at) == ("failed", None)
        assert c.nothing(), "静静 never wrote to us in private"


async def test_who_talks_with_us_is_asked_once_for_what_did_not_come(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        for n in range(9):
            c.adapter.pictures[f"m{n}/0"] = BROKEN["cut"]
        await c.private("静静", "在吗")
        await c.complain(photos=1)
        await c.private("静静", "还有一张", photos=1)
        await c.wait(30)
        c.skip()
        await c.wait(minutes=2)
        assert c.to("静静") in variants("private.image_failed")
        await c.wait(hours=4)
        assert c.nothing()


async def test_in_a_red_case_nobody_is_asked_for_a_picture(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        c.adapter.pictures["m2/0"] = BROKEN["cut"]
        await c.private("静静", "在吗")
        await c.complain(text="面包里有玻璃", photos=1)
        await c.wait(minutes=5)
        assert not set(c.all_to("静静")) & set(variants("private.image_failed"))


async def test_the_same_picture_is_kept_once(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        for n in (1, 2):
            c.adapter.pictures[f"m{n}/0"] = png(80, 60)
        await c.group("静静", "草莓烂了一半", photos=1)
        await c.group("静静", photos=1)
        await c.wait(10)
        c.skip()
        rows = await c.read(lambda conn: conn.exec_driver_sql("SELECT content_hash FROM images").all())
        assert len(rows) == 1


async def test_where_it_was_taken_is_not_kept(database_url: str) -> None:
    async with Conversation.on(database_url) as c:
        out = io.BytesIO()
        picture = Picture.new("RGB", (80, 60))
        exif = picture.getexif()
        exif[0x010F] = "某手机"
        exif[0x0112] = 6  # turned by a quarter
        picture.save(out, "JPEG", exif=exif)
        _, kept = await fetched(c, out.getvalue())
        assert kept is not None
        assert (kept.width, kept.height) == (60, 80)
        assert not Picture.open(io.BytesIO(kept.content)).getexif()


def bytes_of(picture: Picture.Image, kind: str, **more: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["EPS", "ICO", "TIFF", "PPM", "TGA", "PCX", "PDF"])
def test_only_what_photos_and_screenshots_are_is_opened(kind: str) -> None:
    with pytest.raises(NotAPicture):
        checked(bytes_of(Picture.new("RGB", (60, 40)), kind), NOW)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGB", "RGBA", "I;16"])
def test_a_picture_of_any_mode_is_kept(mode: str) -> None:
    kept = checked(bytes_of(Picture.new(mode, (3000, 1000)), "PNG"), NOW)
    assert (kept.width, kept.height) == (2048, 683)


def test_a_large_photo_is_kept_and_a_large_drawing_refused() -> None:
    large = Picture.new("L", (7000, 6000))
    assert checked(bytes_of(large, "JPEG"), NOW).width == 2048
    for kind, more in (("PNG", {}), ("JPEG", {"progressive": True})):
        with pytest.raises(NotAPicture, match="7000x6000"):
            checked(bytes_of(large, kind, **more), NOW)


UNPACK = """
import re, sys
from datetime import UTC, datetime
from pathlib import Path
from handlers.sweeps import checked

def most():
    return int(re.search("VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])

raw = sys.stdin.buffer.read()
checked(Path(sys.argv[1]).read_bytes(), datetime.now(UTC))
before = most()
checked(raw, datetime.now(UTC))
print((most() - before) // 1024)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted as Linux counts it")
def test_unpacking_the_largest_picture_takes_little_more_than_its_pixels(tmp_path: Path) -> None:
    (tmp_path / "small.png").write_bytes(png(60, 40))
    raw = bytes_of(Picture.new("RGB", (5000, 4900)), "PNG")
    command = [sys.executable, "-c", UNPACK, str(tmp_path / "small.png")]
    megabytes = int(subprocess.run(command, input=raw, capture_output=True, check=True).stdout)
    assert megabytes < 150, "one copy of 24.5 million pixels is 98 MB"


async def test_pictures_are_unpacked_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    inside, most = 0, 0

    def slow(raw: bytes, now: datetime) -> StoredImage:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        time.sleep(0.02)
        inside -= 1
        return checked(raw, now)

    monkeypatch.setattr(sweeps, "checked", slow)
    async with Conversation.on("sqlite://") as c:
        for n in range(5):
            c.adapter.pictures[f"m1/{n}"] = png(80, 60)
        await c.group("静静", "草莓烂了一半", photos=5)
        await c.wait(10)
        c.skip()
    assert most == 1
