from __future__ import annotations

import jinja2
import pytest

from edge.show.template import template


def test_a_page_that_is_not_there_and_a_name_it_does_not_know_are_no_silence() -> None:
    with pytest.raises(jinja2.TemplateNotFound):
        template("none.html.j2")
    with pytest.raises(jinja2.UndefinedError):
        template("verdict.html.j2").render()


def test_the_filters_and_functions_of_a_page() -> None:
    page = template("report.html.j2", money=lambda minor, currency: f"{minor} {currency}").environment
    words = page.from_string("{{ jpeg|data_uri }} {{ 0.5|percent }} {{ money(1, 'EUR') }}")
    assert words.render(jpeg=b"x") == ("data:image/jpeg;base64,eA== 50% 1 EUR")
