from __future__ import annotations

from gallery.look_alikes import look_alikes


def test_a_product_of_two_groups_stands_beside_the_members_of_both() -> None:
    found = look_alikes({"colas": ("a", "b"), "cans": ("b", "c")})
    assert found == {"a": frozenset("ab"), "b": frozenset("abc"), "c": frozenset("bc")}
    assert look_alikes({}) == {}
