"""What a person sees in a real browser."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def database_url(tmp_path: Path, migrated_sqlite: Path) -> str:
    """One database is enough for the eye: every page is asked for on both in the tests of the folder above."""
    copy = tmp_path / "anxin.db"
    shutil.copyfile(migrated_sqlite, copy)
    return f"sqlite:///{copy}"
