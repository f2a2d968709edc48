"""Reports that cannot be read are refused with what is the matter and what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bench.till.reports import report

from edge.bench.compare.file import FORMAT, read_report
from edge.bench.till.results import Report
from gallery.errors import InputError


def test_what_was_written_is_read(tmp_path: Path) -> None:
    made = report(count=3, frames=30)
    path = tmp_path / "a.json"
    path.write_text(made.model_dump_json(indent=1))
    assert read_report(path) == made


def test_this_reads_the_format_that_is_written() -> None:
    assert Report.model_fields["format"].default == FORMAT


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{"format": 1, "machine"', "broken or no JSON"),
        ("[]", "no report of"),
        ('{"machine": {}, "sizes": []}', "no report of"),
        ('{"format": 1, "machine": {}}', "not whole: "),
        (
            '{"format": 2, "machine": {}, "version": "9.1"}',
            "format 2, made by checkout-edge 9.1; ",
        ),
        (b"\xff\xfe\x00", "broken or no JSON"),
    ],
)
def test_what_is_no_report_is_refused(text: str | bytes, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InputError, match=problem) as refused:
        read_report(path)
    assert refused.value.remedy


def test_a_missing_file_and_an_unknown_key_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.json"):
        read_report(tmp_path / "none.json")
    told = json.loads(report(count=3, frames=30).model_dump_json())
    told["crowds"][0]["fram"] = []
    (tmp_path / "a.json").write_text(json.dumps(told))
    with pytest.raises(InputError, match=r"crowds\.0\.fram"):
        read_report(tmp_path / "a.json")
