"""The frozen set: some corpus lines and everyday texts as hashed features in no order, so that no text is shipped."""

from __future__ import annotations

import hashlib
import json
from io import BytesIO
from pathlib import Path

import numpy as np

from bot.detection.model.features import rows_of, sketch
from bot.detection.model.frozen import FROZEN, FROZEN_CARD
from scripts.training.stack import Data

COMPLAINTS, OTHERS, TALK = 700, 700, 1000


def _chosen(texts: list[str], count: int) -> list[str]:
    """Those with the smallest hashes, so that the choice is stable."""
    return sorted(set(texts), key=lambda text: hashlib.sha256(text.encode()).hexdigest())[:count]


def write_frozen(folder: Path, data: Data) -> None:
    """The arrays and the card that names their checksum."""
    alone = [message for message in data.messages if not message.context and message.role == "member"]
    parts = (
        (1, _chosen([message.text for message in alone if message.complaint], COMPLAINTS)),
        (0, _chosen([message.text for message in alone if not message.complaint], OTHERS)),
        (-1, _chosen(data.chat, TALK)),
    )
    ids, starts, kinds = [], [], []
    at = 0
    for kind, texts in parts:
        for text in texts:
            rows = rows_of([sketch(text)])
            found = np.sort(rows.ids[rows.valid])
            ids.append(found)
            starts.append(at)
            kinds.append(kind)
            at += len(found)
    buffer = BytesIO()
    np.savez_compressed(
        buffer, ids=np.concatenate(ids).astype(np.uint32), starts=np.array(starts, dtype=np.uint32),
        kinds=np.array(kinds, dtype=np.int8),
    )  # fmt: skip
    contents = buffer.getvalue()
    (folder / FROZEN).write_bytes(contents)
    card = {"name": "anxin frozen", "lines": len(kinds), "files": {FROZEN: hashlib.sha256(contents).hexdigest()}}
    (folder / FROZEN_CARD).write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
