"""What the memories of adapters share: knowing our own messages again when they come back, and forgetting in time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

OWN_S = 60.0
"""So long after we sent a text, the same text of our account in the same chat is taken for it."""

_MOST_POSTS = 500
_MOST_KEPT = 20_000

V = TypeVar("V")


@dataclass
class Post:
    """A message of ours on its way or sent; `raw` is the gateway's id once it is told."""

    conversation: str
    gist: str
    at: datetime
    raw: str | None = None
    echoed: bool = False


@dataclass
class OwnPosts:
    """What the outbox sent lately. The echo may come before the answer to the call."""

    _posts: list[Post] = field(default_factory=list)

    def posting(self, conversation: str, gist: str, at: datetime) -> Post:
        """Note that we are about to send."""
        post = Post(conversation, gist, at)
        self._posts.append(post)
        del self._posts[:-_MOST_POSTS]
        return post

    def not_posted(self, post: Post) -> None:
        """The message certainly did not go out: the same words typed by hand are a person's."""
        if post in self._posts:
            self._posts.remove(post)

    def has_id(self, raw: str, same: Callable[[Post], bool] = lambda _: True) -> bool:
        """Whether the gateway told this id for one of them; `same` says more where ids are used again."""
        return _echo(post for post in self._posts if post.raw == raw and same(post))

    def has_words(self, conversation: str, gist: str, at: datetime) -> bool:
        """Whether one of them said this here within the last minute; each counts once."""
        return _echo(
            post
            for post in self._posts
            if not post.echoed
            and (post.conversation, post.gist) == (conversation, gist)
            and abs((at - post.at).total_seconds()) <= OWN_S
        )


def _echo(found: Iterator[Post]) -> bool:
    """Whether there is one; it has come back now."""
    post = next(found, None)
    if post is not None:
        post.echoed = True
    return post is not None


def keep(where: dict[Any, V], key: Any, value: V) -> None:
    """Set an entry as the newest, and forget the oldest when there are too many."""
    where.pop(key, None)
    where[key] = value
    if len(where) > _MOST_KEPT:
        del where[next(iter(where))]
