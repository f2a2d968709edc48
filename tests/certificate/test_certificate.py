"""The certificate on disk: read as it was written, refused once a hand was on it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from certificate.sets import certified

from edge.certificate.certificate import (
    Certificate,
    certificate_path,
    check_path,
    file_hash,
    read_certificate,
    summary_path,
    write_certificate,
)
from gallery.errors import InputError

pytest.importorskip("onnxruntime")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Certificate]:
    return certified(tmp_path_factory.mktemp("certified"))


@pytest.fixture
def edit(made: tuple[Path, Certificate], tmp_path: Path) -> Callable[[Callable[[Any], None]], Path]:
    """Change the JSON of a certificate by hand."""

    def change(how: Callable[[Any], None]) -> Path:
        facts = json.loads(certificate_path(made[0]).read_text("utf-8"))
        how(facts)
        model = tmp_path / made[0].name
        certificate_path(model).write_text(json.dumps(facts), "utf-8")
        return model

    return change


def test_it_is_read_as_it_was_written(made: tuple[Path, Certificate]) -> None:
    model, certificate = made
    assert read_certificate(model) == certificate
    assert certificate.artifact.sha256 == file_hash(model)
    assert certificate.passed


def test_where_its_files_lie(tmp_path: Path) -> None:
    model = tmp_path / "shop-v1.2.onnx"
    names = [path(model).name for path in (certificate_path, summary_path, check_path)]
    assert names == [
        "shop-v1.2.onnx.certificate.json",
        "shop-v1.2.onnx.certificate.md",
        "shop-v1.2.onnx.check.zip",
    ]


def test_left_alone_it_is_taken(edit: Callable[..., Path]) -> None:
    assert read_certificate(edit(lambda facts: None)).passed


@pytest.mark.parametrize(
    "how",
    [
        lambda facts: facts["agreement"].update(cosine_min=0.99),
        lambda facts: facts["agreement"].update(same_decisions=1),
        lambda facts: facts["agreement"].update(broken=1),
        lambda facts: facts["gates"].pop(),
        lambda facts: facts["gates"][0].update(passed=False),
        lambda facts: facts.update(gates=[], passed=True),
        lambda facts: facts.update(passed=False),
        lambda facts: facts["artifact"].update(precision="int8"),
        lambda facts: facts["agreement"].update(queries=99),
    ],
)
def test_verdicts_that_do_not_follow_from_the_numbers_are_refused(
    edit: Callable[..., Path], how: Any
) -> None:
    with pytest.raises(InputError, match="it was edited") as caught:
        read_certificate(edit(how))
    assert "\n" not in caught.value.problem


def test_a_miss_edited_into_a_pass_is_refused(made: tuple[Path, Certificate], tmp_path: Path) -> None:
    """The other way round: numbers that miss, and a verdict that says passed."""
    values = json.loads(made[1].model_dump_json())
    values["agreement"]["same_decisions"] = 0
    for gate in values["gates"]:
        if gate["name"] == "same decisions":
            gate["value"] = f"0.00 % (0 of {values['agreement']['queries']})"
    certificate_path(tmp_path / "tiny.onnx").write_text(json.dumps(values), "utf-8")
    with pytest.raises(InputError, match="its gates are not what its numbers give"):
        read_certificate(tmp_path / "tiny.onnx")


@pytest.mark.parametrize(
    ("how", "words"),
    [
        (lambda facts: facts.update(gate_bounds={"cosine": 0.1}), "gate_bounds"),
        (lambda facts: facts["artifact"].update(sha256="none"), "artifact.sha256"),
        (lambda facts: facts.update(format=2), "format"),
        (lambda facts: facts["agreement"].update(cosine_min=float("nan")), "cosine_min"),
        (lambda facts: facts.pop("check"), "check"),
    ],
)
def test_what_it_cannot_hold_is_named(edit: Callable[..., Path], how: Any, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_certificate(edit(how))


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"format": 1'])
def test_what_is_no_certificate(tmp_path: Path, content: bytes) -> None:
    certificate_path(tmp_path / "tiny.onnx").write_bytes(content)
    with pytest.raises(InputError, match=r"tiny\.onnx\.certificate\.json"):
        read_certificate(tmp_path / "tiny.onnx")


def test_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no certificate beside it"):
        read_certificate(tmp_path / "tiny.onnx")
    with pytest.raises(InputError, match="No such file"):
        file_hash(tmp_path / "tiny.onnx")


def test_the_summary_says_all_that_people_ask(made: tuple[Path, Certificate]) -> None:
    model, certificate = made
    text = summary_path(model).read_text("utf-8")
    wanted = [
        *("# tiny.onnx: passed", certificate.artifact.sha256, certificate.check.hash, "numpy, a tiny one"),
        *(
            "a training run, hash of its weights `runs/tiny`",
            "coloured squares",
            "| least cosine to reference |",
        ),
        *(certificate.runtime.provider, certificate.made[:10], "checkout-edge verify tiny.onnx"),
    ]
    assert [words for words in wanted if words not in text] == []
    head, rule, *_ = [line for line in text.splitlines() if line.startswith("| ")]
    assert head.count("|") == rule.count("|") == 5


def test_it_replaces_an_older_one_whole(made: tuple[Path, Certificate], tmp_path: Path) -> None:
    model = tmp_path / "tiny.onnx"
    certificate_path(model).write_text("old")
    write_certificate(model, made[1])
    assert read_certificate(model) == made[1]
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".json", ".md"]
    with pytest.raises(InputError, match="can be written"):
        write_certificate(tmp_path / "none" / "tiny.onnx", made[1])
