from __future__ import annotations

import os
from pathlib import Path

import pytest

from edge.cache import user_cache


def test_the_cache_is_the_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert user_cache("trials") == tmp_path / "checkout-edge" / "trials"
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert user_cache("trials") == tmp_path / ".cache" / "checkout-edge" / "trials"


def test_who_has_no_home_has_a_cache_that_cannot_be_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", none)
    assert list(user_cache("trials").glob("*")) == []
    with pytest.raises(OSError, match=os.devnull):
        user_cache("trials").mkdir(parents=True)
