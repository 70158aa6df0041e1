"""C1: a card's check code can be verified and not guessed."""

from __future__ import annotations

import pytest

from bot.domain.check_code import ALPHABET, check_code, is_check_code

KEY = b"a key of this installation"


def test_a_code_belongs_to_one_content_of_one_case() -> None:
    code = check_code(KEY, 17, "abc")
    assert len(code) == 9
    assert set(code.replace("-", "")) <= set(ALPHABET)
    assert is_check_code(KEY, 17, "abc", code)
    assert is_check_code(KEY, 17, "abc", f" {code.lower().replace('-', ' ')} ")
    assert not is_check_code(KEY, 18, "abc", code)
    assert not is_check_code(KEY, 17, "abd", code)
    assert not is_check_code(b"another key", 17, "abc", code)
    assert not is_check_code(KEY, 17, "abc", "")
    assert not is_check_code(KEY, 17, "abc", "安心")


def test_without_a_key_there_is_no_code() -> None:
    with pytest.raises(ValueError, match="key"):
        check_code(b"", 17, "abc")
