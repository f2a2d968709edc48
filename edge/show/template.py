"""Template: the HTML pages that people look at, each in one file with its pictures inside."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import jinja2


def template(name: str, **more: Callable[..., Any]) -> jinja2.Template:
    """A page of `edge/show/templates`; it may use `data_uri`, `percent` and the functions given.

    Args:
        name: of its file.
        more: functions by the name that the page calls them by.
    """
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("edge.show", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["data_uri"] = _data_uri
    environment.filters["percent"] = "{:.0%}".format
    environment.globals.update(more)
    return environment.get_template(name)


def _data_uri(jpeg: bytes) -> str:
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode()
