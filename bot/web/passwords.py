"""Passwords and tokens: argon2 for what people choose, SHA-256 for what we make at random."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from bot.replies import say

_THREADS = ThreadPoolExecutor(2, "anxin-password")
"""Of its own: passwords that many people try at once hold up nothing else."""
MIN_LENGTH, MAX_LENGTH = 10, 200
_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash(secrets.token_urlsafe(16))
"""Checked where there is no such user, so that the answer takes as long."""


def new_token() -> str:
    """A random token for a session or a one-time link."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def csrf_of(secret: str, session_hash: str) -> str:
    """The token that every change made in a session has to carry."""
    return hmac.new(secret.encode(), f"csrf:{session_hash}".encode(), hashlib.sha256).hexdigest()


def trouble_with(password: str, again: str) -> str | None:
    """What is wrong with a new password, in one sentence."""
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        return say("console.password_length", least=MIN_LENGTH)
    return None if password == again else say("console.password_differs")


async def hash_password(password: str) -> str:
    """The argon2 hash of a password, made in a thread of its own: it takes some 50 ms on purpose."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, _HASHER.hash, password)


async def check_password(stored: str | None, password: str) -> bool:
    """Whether the password is the one of this hash; takes as long where there is no hash."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, _check, stored, password)


def _check(stored: str | None, password: str) -> bool:
    try:
        return _HASHER.verify(stored or _NOBODY, password) and stored is not None
    except (Argon2Error, InvalidHashError):
        return False
