from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable

import pytest
from typer.testing import Result

from edge.cli.gallery import verified
from gallery.store import Gallery

Call = Callable[..., Result]


def test_a_whole_gallery_is_said_to_be_so(enrolled: Call) -> None:
    result = enrolled("gallery", "verify")
    assert result.exit_code == 0
    assert "is whole: 3 products, 6 views" in result.stderr
    told = json.loads(enrolled("gallery", "verify", "--json").stdout)
    with Gallery.inspect("shop.gallery") as opened:
        assert told == {"gallery": "shop.gallery", "version": 1, "state": opened.state, "faults": []}


def test_every_fault_is_named_with_its_remedy(enrolled: Call) -> None:
    connection = sqlite3.connect("shop.gallery")
    connection.execute("UPDATE pictures SET thumbnail = x'00' WHERE id = 2")
    connection.execute("UPDATE vectors SET vector = x'00' WHERE id = 5")
    connection.commit()
    connection.close()
    result = enrolled("gallery", "verify")
    assert result.exit_code == 3
    assert "'sku-0'" in result.stdout
    assert "'sku-2'" in result.stdout
    assert result.stdout.count("remedy:") >= 2
    asked = enrolled("gallery", "verify", "--json")
    assert asked.exit_code == 3
    faults = json.loads(asked.stdout)["faults"]
    assert len(faults) == result.stdout.count("remedy:")
    assert set(faults[0]) == {"where", "problem", "remedy"}


def test_a_bad_index_file_is_a_fault(enrolled: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verified, "check_cache", lambda _: "it misses views")
    result = enrolled("gallery", "verify")
    assert result.exit_code == 3
    assert "index file: it misses views" in result.stdout
    assert "delete it" in result.stdout
