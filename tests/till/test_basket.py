"""The basket is a fold: whatever the order of things, it is what the last events say."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from world import event

from edge.basket import fold
from edge.basket.event import Event, Kind
from edge.basket.ledger import Ledger, read
from edge.basket.money import money
from gallery import Candidate
from gallery.errors import InputError

STORIES = st.lists(st.tuples(st.sampled_from(Kind), st.integers(1, 5), st.sampled_from("abc")), max_size=40)


@given(STORIES)
def test_the_fold_agrees_with_a_dictionary(story: list[tuple[Kind, int, str]]) -> None:
    events = [
        event(kind, track, sku if kind is Kind.ADDED else None, n)
        for n, (kind, track, sku) in enumerate(story)
    ]
    model: dict[int, str | Kind] = {}
    for kind, track, sku in story:
        model[track] = sku if kind is Kind.ADDED else kind
    held = list(model.values())
    basket = fold(events)
    assert basket.quantities == {sku: held.count(sku) for sku in "abc" if sku in held}
    assert len(basket.unknown) == held.count(Kind.UNKNOWN)
    assert len(basket.uncertain) == held.count(Kind.UNCERTAIN)
    assert basket.totals.get("EUR", 0) == 250 * sum(held.count(sku) for sku in "abc")


def test_unpriced_products_are_listed_and_not_summed() -> None:
    basket = fold([event(Kind.ADDED, 1, "a", price=None), event(Kind.ADDED, 2, "b", price=99)])
    assert basket.quantities == {"a": 1, "b": 1}
    assert basket.totals == {"EUR": 99}


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [(1999, "EUR", "19.99 EUR"), (5, "USD", "0.05 USD"), (150, "JPY", "150 JPY"), (1234, "KWD", "1.234 KWD"),
     (-205, "EUR", "-2.05 EUR"), (None, "EUR", "–"), (100, None, "1.00")],
)  # fmt: skip
def test_money(minor: int | None, currency: str | None, text: str) -> None:
    assert money(minor, currency) == text


def test_a_ledger_reads_back_what_was_written(tmp_path: Path) -> None:
    known = Event(
        0, Kind.ADDED, 1, "crème brûlée", "Crème", 120, "EUR", 0.75,
        (Candidate("crème brûlée", 1.0, 0.25),), 7, 0.467, (1, 2, 3, 4), b"\xff\xd8",
    )  # fmt: skip
    path = tmp_path / "events.jsonl"
    with Ledger(path) as ledger:
        ledger.append([known, event(Kind.UNKNOWN, 2, sequence=1)])
        assert len(path.read_text("utf-8").splitlines()) == 2, "an event is on the disk before the run ends"
    assert read(path)[0] == known
    assert fold(read(path)) == ledger.basket


def test_an_older_ledger_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    for _ in range(3):
        with Ledger(path) as ledger:
            ledger.append([event(Kind.ADDED, 1, "a")])
    assert sorted(p.name for p in tmp_path.iterdir()) == ["events.jsonl", "events.jsonl.1", "events.jsonl.2"]


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text(event(Kind.ADDED, 1, "a").to_json() + "\n{\n", "utf-8")
    with pytest.raises(InputError, match="line 2"):
        read(path)


@pytest.mark.parametrize("keep", [1, 2, 40, -1])
def test_a_last_line_that_was_cut_is_left_out_with_a_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, keep: int
) -> None:
    first, cut = event(Kind.ADDED, 1, "a"), event(Kind.ADDED, 2, "crème", sequence=1)
    path = tmp_path / "events.jsonl"
    path.write_bytes((first.to_json() + "\n").encode() + cut.to_json().encode()[:keep])
    assert read(path) == [first]
    assert f"{path}, line 2: it was cut short" in caplog.text


def test_a_cut_within_a_letter_is_a_cut(tmp_path: Path) -> None:
    whole = event(Kind.ADDED, 1, "crème").to_json().encode()
    path = tmp_path / "events.jsonl"
    path.write_bytes(whole + b"\n" + b'{"sku": "cr\xc3')
    assert [one.sku for one in read(path)] == ["crème"]
    path.write_bytes(b'{"sku": "cr\xc3\n' + whole + b"\n")
    with pytest.raises(InputError, match="line 1"):
        read(path)


def test_a_whole_last_line_counts_without_its_end_and_other_text_is_no_ledger(tmp_path: Path) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text(event(Kind.ADDED, 1, "a").to_json(), "utf-8")
    assert len(read(path)) == 1
    path.write_text("hello", "utf-8")
    with pytest.raises(InputError, match="line 1: not an event"):
        read(path)


def test_a_missing_ledger_is_told_of_in_words(tmp_path: Path) -> None:
    with pytest.raises(InputError) as told:
        read(tmp_path / "nope")
    assert told.value.problem == f"ledger {tmp_path / 'nope'}: No such file or directory"


def test_a_ledger_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        Ledger(tmp_path / "nowhere" / "events.jsonl")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="/dev/full, which is always full, is Linux's")
def test_a_full_disk_is_said_and_the_event_is_not_lost() -> None:
    ledger = Ledger(Path("/dev/full"))
    with pytest.raises(InputError, match="No space"):
        ledger.append([event(Kind.ADDED, 1, "a")])
    assert ledger.basket.quantities == {"a": 1}
