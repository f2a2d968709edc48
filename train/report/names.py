"""Names: class names short enough for a drawing."""

from __future__ import annotations

import re


def short(name: str, most: int = 26) -> str:
    """The last words of a name, at most `most` letters if that can be: look-alikes differ in these.

    >>> short("Packages--Milk--Arla-Ecological-Medium-Fat-Milk")
    '…Ecological-Medium-Fat-Milk'
    """
    if len(name) <= most:
        return name
    ends = [match.start() for match in re.finditer(r"(?<=[-_ /])[^-_ /]", name)]
    start = next((end for end in ends if len(name) - end <= most), len(name) - most + 1)
    return "…" + name[start:]
