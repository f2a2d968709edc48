from __future__ import annotations

import hashlib
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from shelf import MODEL, item, open_gallery, view

from gallery import Product, View
from gallery.store.state import empty, moved, picture_digest, product_digest, row_digest

DIGESTS = st.lists(st.binary(min_size=32, max_size=32), max_size=5)


def test_by_hand() -> None:
    one, most = (1).to_bytes(32, "big"), b"\xff" * 32
    assert moved(one, [most], []) == bytes(32)
    assert moved(bytes(32), [], [one]) == most
    text = '["model", "ab", 2]'
    assert empty("ab", 2) == hashlib.sha256(text.encode()).digest()


@given(DIGESTS, DIGESTS, st.randoms(use_true_random=False))
def test_what_came_and_went_is_gone_in_any_order(some, others, random) -> None:  # type: ignore[no-untyped-def]
    start = empty(MODEL, 4)
    shuffled = random.sample(some, len(some))
    assert moved(moved(start, some, []), others, shuffled) == moved(start, others, [])


def test_fields_cannot_pass_for_one_another() -> None:
    seen = {
        product_digest(Product("a", "b")),
        product_digest(Product("ab")),
        product_digest(Product("a", barcode="b")),
        product_digest(Product("a", "b", price_minor=0)),
        picture_digest(b"ab", b""),
        picture_digest(b"a", b"b"),
        picture_digest(b"", b"ab"),
        row_digest("", "not", "p", "photo", "", b"", b""),
        row_digest("", "is", "p", "photo", "", b"", b""),
        row_digest("", "not", "p", "till", "", b"", b""),
    }
    assert len(seen) == 10


def test_every_part_of_the_content_counts_and_the_way_there_does_not(tmp_path: Path) -> None:
    plain = view("1")

    def state(name: str, *batches: list[tuple[Product, list[View]]]) -> str:
        with open_gallery(tmp_path / name) as gallery:
            for batch in batches:
                gallery.enroll(batch)
            return gallery.state

    milk, bun = Product("milk", "Milk"), item("bun", "1")
    base = state("base", [(milk, [plain]), bun])
    assert state("order", [bun], [(Product("milk"), [plain])], [(milk, [])]) == base
    others = [
        View(plain.photo_hash, -plain.vector, plain.thumbnail, plain.source),
        View(plain.photo_hash, plain.vector, b"other", plain.source),
        View(plain.photo_hash, plain.vector, plain.thumbnail, "other.jpg"),
        View(plain.photo_hash, plain.vector, plain.thumbnail, plain.source, b"crop"),
        View(plain.photo_hash, plain.vector, plain.thumbnail, plain.source, origin="till"),
    ]
    states = {state(str(number), [(milk, [one]), bun]) for number, one in enumerate(others)}
    assert len(states | {base}) == 6
