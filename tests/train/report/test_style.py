from __future__ import annotations

import re

from train.report.style import fade, in_our_look, panels, svg


@in_our_look
def draw(name: str) -> str:
    figure, (left, right) = panels(2)
    left.plot([0, 1], [0, 1], label="line")
    left.legend()
    right.set(title="A title", xlim=(0, 0.5))
    right.scatter([0, 1], [0, 1])
    return svg(figure, name)


def test_a_drawing_is_an_element_in_the_ink_of_the_page() -> None:
    text = draw("one")
    assert text.startswith("<svg")
    assert text.rstrip().endswith("</svg>")
    assert "://" not in text
    assert "A title" in text
    assert "currentColor" in text
    assert not re.search(r"#0{6}|#010203", text)


def test_drawings_are_repeatable_and_share_no_ids() -> None:
    first, second = draw("one"), draw("two")
    assert draw("one") == first
    clips = [set(re.findall(r'<clipPath id="(\w+)"', text)) for text in (first, second)]
    assert clips[0]
    assert not clips[0] & clips[1]


def test_a_fade_begins_with_the_bare_paper() -> None:
    scale = fade("#4a7dd6")
    assert scale(0)[3] == 0
    assert scale(255)[3] == 1
