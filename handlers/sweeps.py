"""What time alone brings about. Each sweep claims its due rows, so any number of processes may run them."""

from __future__ import annotations

import asyncio
import hashlib
import io
import logging
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from PIL import Image as Picture
from PIL import ImageOps
from PIL.JpegImagePlugin import JpegImageFile
from sqlalchemy import Connection

from bot.domain.chat import ChatError
from bot.ports import Context
from bot.storage import bursts, cards, cases, consents, erasures, images, lanes, offers, outbox, promises
from bot.storage.images import Fetch, StoredImage
from handlers.cases.clocks import sweep_clocks
from handlers.cases.closing import time_is_up
from handlers.cases.lost_pictures import sweep_lost_pictures
from handlers.compensation.answers import remind_silent
from handlers.erasing.doing import sweep_erasures
from handlers.erasing.keeping import clean_when_due
from handlers.learning.nightly import learn_when_due
from handlers.promises.ledger import show_proof
from handlers.promises.sweep import sweep_promises
from handlers.sending.outbox import abandoned, settle_abandoned
from handlers.showing.making import draw_waiting
from handlers.showing.silence import sweep_consents
from handlers.voices.asking import sweep_voices

log = logging.getLogger(__name__)

RETRY_STEPS_S = (5, 30, 120, 600, 3600)
FETCH_TIMEOUT_S = 60.0
TELL_AFTER_S = 60.0
"""So long after a picture was given up its sender hears of it: their words are a case by then."""
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
"""What photos and screenshots are; Pillow's other readers are many, and one of them starts a program."""
MAX_PIXELS = 25_000_000
MAX_PHOTO_PIXELS = 50_000_000
"""Of a photo that is made smaller while it is read, and so never lies in memory at its full size."""
MAX_BYTES = 1_000_000
SIDES = (2048, 1600, 1280, 1024, 800)
SHRINKABLE = ("RGB", "L", "RGBA", "LA", "CMYK")
UNPACKING = ThreadPoolExecutor(1, "anxin-picture")
"""Pictures are unpacked one at a time: several large ones at once are more than a small machine holds."""


async def sweep(ctx: Context, *, with_platforms: bool = True) -> int:
    """Run every sweep once, `with_platforms` where their adapters run, too; how many rows they worked on."""
    done = 0
    if await ctx.storage.read(partial(has_work, ctx)):
        done += await ctx.storage.write(partial(close_silent, ctx))
        done += await ctx.storage.write(partial(sweep_clocks, ctx))
        done += await ctx.storage.write(partial(remind_silent, ctx))
        done += await ctx.storage.write(partial(sweep_promises, ctx))
        done += await ctx.storage.write(partial(sweep_voices, ctx))
        done += await ctx.storage.write(partial(sweep_erasures, ctx))
        done += await ctx.storage.write(partial(sweep_consents, ctx))
        done += await ctx.storage.write(partial(settle_abandoned, ctx))
        done += await ctx.storage.write(partial(sweep_lost_pictures, ctx))
        done += await draw_waiting(ctx)
        done += await fetch_images(ctx) if with_platforms else 0
    done += await learn_when_due(ctx)
    return done + await clean_when_due(ctx)


def has_work(ctx: Context, conn: Connection) -> bool:
    """Whether a sweep would find anything: mostly none does, and one look is cheaper than a dozen transactions."""
    at = next_sweep(conn)
    return (at is not None and at <= ctx.now()) or bool(abandoned(ctx, conn) or cards.undrawn(conn, 1))


def close_silent(ctx: Context, conn: Connection) -> int:
    """Resolved cases whose member has been silent for the set time are over; no mark is invented, no cause either."""
    due = cases.to_close(conn, ctx.now())
    for case in due:
        time_is_up(ctx, conn, case)
    return len(due)


async def fetch_images(ctx: Context) -> int:
    """Fetch the pictures that are due, check and keep them; what fails is tried again, later each time."""
    now = ctx.now()

    def claim(conn: Connection) -> list[Fetch]:
        fetches = images.due(conn, now, list(ctx.adapters), 8)
        for fetch in fetches:
            images.change(
                conn, fetch.id, due_at=now + timedelta(seconds=2 * FETCH_TIMEOUT_S), attempts=fetch.attempts + 1
            )
        return fetches

    fetches = await ctx.storage.write(claim)
    await asyncio.gather(*(_fetch(ctx, fetch) for fetch in fetches))
    return len(fetches)


async def _fetch(ctx: Context, fetch: Fetch) -> None:
    try:
        raw = await asyncio.wait_for(ctx.adapters[fetch.platform].fetch_image(fetch.ref), FETCH_TIMEOUT_S)
        image = await asyncio.get_running_loop().run_in_executor(UNPACKING, checked, raw, ctx.now())
    except NotAPicture as e:
        log.warning("a picture of %s is not kept: %s", fetch.platform, e)
        await ctx.storage.write(partial(_settle, ctx, fetch=fetch, state="failed", error=str(e)))
    except (ChatError, TimeoutError) as e:
        given_up = fetch.attempts >= len(RETRY_STEPS_S)
        wait = RETRY_STEPS_S[min(fetch.attempts, len(RETRY_STEPS_S) - 1)]
        log.warning("a picture of %s could not be fetched (try %d): %s", fetch.platform, fetch.attempts + 1, e)
        settle = partial(_settle, ctx, fetch=fetch, error=str(e))
        await ctx.storage.write(partial(settle, state="failed") if given_up else partial(settle, wait_s=wait))
    else:
        await ctx.storage.write(partial(_keep, ctx, fetch=fetch, image=image))


def _settle(
    ctx: Context, conn: Connection, *, fetch: Fetch, error: str, state: str = "pending", wait_s: float = TELL_AFTER_S
) -> None:
    images.change(conn, fetch.id, state=state, due_at=ctx.now() + timedelta(seconds=wait_s), error=error)
    if state == "failed":
        show_proof(ctx, conn, fetch)


def _keep(ctx: Context, conn: Connection, *, fetch: Fetch, image: StoredImage) -> None:
    images.add(conn, image)
    images.change(conn, fetch.id, state="fetched", due_at=None, error=None, content_hash=image.content_hash)
    show_proof(ctx, conn, replace(fetch, content_hash=image.content_hash))


class NotAPicture(Exception):
    """The bytes are no picture that may be kept; the message says why."""


def checked(raw: bytes, now: datetime) -> StoredImage:
    """The picture in `raw`, upright, without metadata, as JPEG or PNG of at most 1 MB; raises NotAPicture."""
    try:
        with Picture.open(io.BytesIO(raw), formats=FORMATS) as opened:
            picture = _small(opened)
    except NotAPicture:
        raise
    except Exception as e:
        raise NotAPicture(f"{len(raw)} bytes that are no picture ({type(e).__name__})") from e
    for side in SIDES:
        picture.thumbnail((side, side))
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=85)
        if out.tell() <= MAX_BYTES:
            break
    content = out.getvalue()
    return StoredImage(hashlib.sha256(content).hexdigest(), content, "image/jpeg", *picture.size, now)


def _small(opened: Picture.Image) -> Picture.Image:
    """The picture upright and no larger than kept; it is made smaller before anything else touches it."""
    width, height = opened.size
    if width < 1 or height < 1:
        raise NotAPicture("it has no pixels")
    in_steps = isinstance(opened, JpegImageFile) and not opened.info.get("progressive")
    if width * height > (MAX_PHOTO_PIXELS if in_steps else MAX_PIXELS):
        raise NotAPicture(f"{width}x{height} pixels are too many")
    if opened.mode not in SHRINKABLE:
        opened = opened.convert("RGB")
    opened.draft("RGB", (SIDES[0], SIDES[0]))
    opened.thumbnail((SIDES[0], SIDES[0]))
    return ImageOps.exif_transpose(opened).convert("RGB")


def next_sweep(conn: Connection) -> datetime | None:
    """When a sweep has something to do next; lost calls and cards to be drawn have no such time."""
    times = [
        cases.next_close(conn),
        cases.next_clock(conn),
        promises.next_due(conn),
        images.next_due(conn),
        offers.next_look(conn),
        consents.next_look(conn),
        erasures.next_look(conn),
    ]
    return _earliest(times)


def next_due(conn: Connection) -> datetime | None:
    """When there is something to do next, anywhere."""
    return _earliest([lanes.next_wake(conn), bursts.next_due(conn), outbox.next_due(conn), next_sweep(conn)])


def _earliest(times: Iterable[datetime | None]) -> datetime | None:
    return min((t for t in times if t is not None), default=None)
