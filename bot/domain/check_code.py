"""The check code of a resolved card: whoever holds the installation's key can tell a real card from a drawn one."""

from __future__ import annotations

import hashlib
import hmac

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Thirty-two signs that nobody takes for another: without 0, 1, I and O."""
LENGTH = 8


def check_code(key: bytes, case_number: int, content_hash: str) -> str:
    """The code of this content of this case, as it stands on the card: 7F3A-91C2."""
    if not key:
        raise ValueError("the key of the check code is empty")
    said = f"anxin card\n{case_number}\n{content_hash}".encode()
    number = int.from_bytes(hmac.digest(key, said, hashlib.sha256)[:5], "big")
    signs = "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(LENGTH)))
    return f"{signs[:4]}-{signs[4:]}"


def is_check_code(key: bytes, case_number: int, content_hash: str, code: str) -> bool:
    """Whether somebody's typed code belongs to this content; spaces, dashes and small letters don't matter."""
    typed = "".join(char for char in code.upper() if char in ALPHABET)
    real = check_code(key, case_number, content_hash).replace("-", "")
    return hmac.compare_digest(typed.encode(), real.encode())
