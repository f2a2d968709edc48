"""Tables: what was measured, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from peers.figures import FEWEST, Middle
from peers.results import Results, Size
from peers.subjects import AUTO, OURS, SUBJECTS, TILL
from peers.targets import targets

_MET = {True: "met", False: "**NOT MET**", None: "not shown"}


def tables(results: Results) -> str:
    """All tables of a run, the largest gallery first."""
    largest = results.sizes[-1]
    parts = [_about(results)]
    for size in reversed(results.sizes):
        done = len(size.rounds[OURS])
        heading = f"**Items a second, {size.views:,} views**, {done} round{'s' * (done != 1)}"
        parts += [heading, "\n".join(_rates(results, size))]
    parts += [
        f"**From the frame to all its decisions, {largest.views:,} views**, p50 / p99 in ms",
        "\n".join(_latencies(results, largest)),
        f"**Decisions, networks, memory**, {largest.views:,} views",
        "\n".join(_rest(results, largest)),
    ]
    judged = "\n".join(_targets(results, largest))
    if judged:
        parts += [f"**Targets, {largest.views:,} views**", judged]
    return "\n\n".join(parts)


def _about(results: Results) -> str:
    facts = "; ".join(f"{name} {value}" for name, value in results.machine.items())
    verdicts = ", ".join(f"{count} {verdict}" for verdict, count in results.verdicts.items())
    lines = [
        f"Made {results.made} by `scripts/bench-peers`. {facts}.",
        f"Verdicts of ours on the items: {verdicts}.",
    ]
    few = [
        f"intervals at {size.views:,} views: {done} of the {FEWEST} rounds that one needs had time"
        for size in results.sizes
        if (done := len(size.rounds[OURS])) < FEWEST
    ]
    return "\n".join([*lines, *(f"**Not measured:** {line}." for line in (*results.left_out, *few))])


def _rates(results: Results, size: Size) -> Iterator[str]:
    counts = results.counts
    titles = [f"{count} in view" for count in counts] + [f"ours ÷ it, {count}" for count in counts]
    yield from _head("", titles)
    for name in results.names:
        all_figures = [size.of(name, count) for count in counts]
        rates = [_middle(one.rate, 1) for one in all_figures]
        ahead = ["1" if name == OURS else _middle(one.ahead, 2) for one in all_figures]
        yield _row(title(name), rates + ahead)


def _latencies(results: Results, size: Size) -> Iterator[str]:
    frames = {count: size.of(OURS, count).frames for count in results.counts}
    yield from _head("", [f"{count} in view ({frames[count]} frames)" for count in frames])
    for name in results.names:
        every = [size.of(name, count) for count in results.counts]
        yield _row(title(name), [f"{one.p50:.1f} / {_tail(one.p99)}" for one in every])


def _rest(results: Results, size: Size) -> Iterator[str]:
    yield from _head("", ["equal decisions", "least cosine to ours", "memory, MB", "network"])
    for name in results.names:
        one = size.agreements[name]
        differ = "" if one.equal == one.items else f", **{one.items - one.equal} differ**"
        cosine = "–" if one.cosine is None else f"{min(one.cosine, 1):.6f}"
        cells = [
            f"{one.equal} of {one.items}{differ}",
            cosine,
            f"{results.memory[name]:.0f}",
            results.providers[name],
        ]
        yield _row(title(name), cells)


def _targets(results: Results, size: Size) -> Iterator[str]:
    judged = list(targets(results, size))
    if judged:
        yield from _head("times as many items a second", ["beside", "in view", "asked", "measured", ""])
    for one in judged:
        yield _row(
            one.subject,
            [
                title(one.peer),
                str(one.items),
                f"≥ {one.asked:g}",
                _middle(one.measured, 2),
                _MET[one.met],
            ],
        )


def title(name: str) -> str:
    """The name of a subject with the letter of the peer."""
    peer = SUBJECTS[name].peer
    return f"({peer}) {name}" if peer else f"**{name}**" if name in (OURS, AUTO, TILL) else name


def _middle(middle: Middle, digits: int) -> str:
    known = middle.low is not None and middle.high is not None
    interval = f"{middle.low:.{digits}f}–{middle.high:.{digits}f}" if known else "–"
    return f"{middle.value:.{digits}f} ({interval})"


def _tail(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def _head(first: str, titles: Sequence[str]) -> Iterator[str]:
    yield _row(first, titles)
    yield "|" + "---|" * (len(titles) + 1)


def _row(first: str, cells: Sequence[str]) -> str:
    return f"| {first} | " + " | ".join(cells) + " |"
