from __future__ import annotations

from risk.shops import families, stock

from gallery.risk.evidence import GIVEN, evidence


def test_things_that_came_as_photos_are_further_unknown_things() -> None:
    shop = stock(10, 3)
    vectors, things = families(4, 2, seed=3)
    found = evidence(shop, (vectors, things))
    assert found.given == 4
    assert found.unknown.things[:10] == tuple(shop.names)
    assert found.unknown.things[10:] == tuple(GIVEN + thing for thing in sorted(set(things)))
    assert len(found.unknown) == 30 + 8
    assert len(found.known) == 30
    assert evidence(shop).given == 0
