"""The page as a browser gets it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from bench.till.reports import device, live, report

from edge.show.bench import page

NOTHING = {"crowds": (), "live": None, "batches": (), "start": None, "streams": None, "stillness": None}
ALONE = ("meta", "br", "img", "input", "link")


class Balanced(HTMLParser):
    """Follows what is opened and closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALONE:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def whole() -> str:
    warnings = ("the camera delivered 14.2 frames/s & not 15",)
    return page(report(live=live(1200, sensors=True), device=device(), warnings=warnings)).decode()


def test_nothing_is_fetched_and_every_element_is_closed(whole: str) -> None:
    assert not re.findall(r"(?:src|href)=", whole)
    assert set(re.findall(r'https?://[^"<\s]+', whole)) == {"http://www.w3.org/2000/svg"}
    reader = Balanced()
    reader.feed(whole)
    assert reader.open == []


def test_warnings_stand_before_the_floor_and_the_floor_before_all_else(whole: str) -> None:
    titles = re.findall(r"<h2>([^<]+)</h2>", whole)
    assert titles[:3] == ["Beside the floor", "Targets", "What a frame is made of"]
    assert titles[-3:] == ["Device", "Machine", "Settings"]
    assert whole.index("14.2 frames/s &amp; not 15") < whole.index("Beside the floor")


def test_every_colour_that_is_used_is_there_for_light_and_for_dark(whole: str) -> None:
    for name in set(re.findall(r"var\(--([a-z-]+)\)", whole)):
        assert whole.count(f"--{name}:") == 2, name


def test_targets_missed_are_said_loudly() -> None:
    slow = page(report(times=1.6)).decode()
    assert 'class="bad">NOT MET' in slow


def test_a_run_of_one_part_names_what_was_not_measured() -> None:
    bare = page(report(**NOTHING)).decode()
    assert "<svg" not in bare
    assert "Not as it should be" not in bare
    assert "This run did not measure: the floor" in bare


def test_a_long_soak_stays_a_page_that_opens() -> None:
    assert len(page(report(live=live(9000, sensors=True)))) < 1_500_000
