"""Table of verdicts: one row a product, the bad ones first where there are many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Column, Table
from rich.text import Text

from edge.enroll.hints import Kind
from edge.enroll.judged import Judged
from edge.show.verdict.remarks import remarks
from edge.show.verdict.situation import Situation
from gallery.verdict import Word

MOST_ROWS = 40
"""Products that get a row; of more, the good ones are only counted."""

MOST_TOLD = 20
"""Bad products whose remarks are printed; `--report` and `--json` have all."""

STYLE = {
    Word.GOOD: "green",
    Word.MORE_VIEWS: "yellow",
    Word.POOR_PHOTOS: "yellow",
    Word.CONFUSED: "red",
    Word.WRONG_PHOTOS: "red",
}
_TITLES = ("Verdict", "SKU", "Name", "Right", "Views", "New", "Closest other", "Notes")


def verdict_table(
    verdicts: Sequence[Judged],
    notes: Mapping[str, Sequence[str]] | None = None,
    situation: Situation | None = None,
) -> RenderableType:
    """What people see of an enrolment: a table, what is wrong with the bad ones, and the sum.

    Print it with `soft_wrap`: a command in it that is broken into two lines could not be pasted.

    Args:
        verdicts: on the products.
        notes: by SKU, what else there is to say of a product in a few words.
        situation: what became of the views; by default they are in the gallery that commands take.
    """
    worst = worst_first(verdicts)
    shown = verdicts if len(verdicts) <= MOST_ROWS else worst
    parts: list[RenderableType] = [_table(shown[:MOST_ROWS], notes or {})] if shown else []
    return Group(*parts, *_told(worst, situation or Situation()), summary(verdicts))


def _table(shown: Sequence[Judged], notes: Mapping[str, Sequence[str]]) -> Table:
    """A row a product; the column of names is left out where none has one."""
    left_out = set() if any(one.product.name for one in shown) else {_TITLES.index("Name")}
    table = Table(*(Column(title, overflow="fold") for title in _kept(_TITLES, left_out)))
    for one in shown:
        table.add_row(*_kept(_row(one, notes.get(one.sku, ())), left_out))
    return table


def _kept(cells: Sequence[str], left_out: Collection[int]) -> list[str]:
    return [cell for place, cell in enumerate(cells) if place not in left_out]


def worst_first(verdicts: Sequence[Judged]) -> list[Judged]:
    """The products that are not good, the worst first."""
    bad = (one for one in verdicts if not one.good)
    return sorted(bad, key=lambda one: list(Word).index(one.word), reverse=True)


def summary(verdicts: Sequence[Judged]) -> Text:
    """How many products got which verdict, and how many views would be right."""
    counts = Counter(one.word for one in verdicts)
    line = Text(f"{len(verdicts)} product{'s' * (len(verdicts) != 1)}: ")
    for place, word in enumerate(word for word in Word if counts[word]):
        line.append(", " if place else "").append(f"{counts[word]} {word.value}", STYLE[word])
    told = [one.verdict.forecast for one in verdicts if one.verdict.forecast.accuracy is not None]
    right, views = sum(forecast.right for forecast in told), sum(forecast.views for forecast in told)
    return line.append(f"; {right} of {views} views, left out in turn, would be right" if told else "")


def _row(one: Judged, notes: Iterable[str]) -> tuple[str, ...]:
    accuracy = one.verdict.forecast.accuracy
    closest = one.verdict.closest
    return (
        f"[{STYLE[one.word]}]{_verdict(one)}[/]",
        escape(one.sku),
        escape(one.product.name),
        "-" if accuracy is None else f"{accuracy:.0%}",
        str(len(one.verdict.rows)),
        str(one.new),
        "-" if closest is None else f"{escape(closest[0])} {closest[1]:.2f}",
        escape(", ".join([*_own_notes(one), *notes])),
    )


def _verdict(one: Judged) -> str:
    """The verdict and, of a confusion, with what and how often."""
    if one.word is Word.CONFUSED and one.verdict.confused_with:
        met = one.verdict.confused_with[0]
        return f"confused with {escape(met.sku)} at {met.worst:.0%}"
    if one.word is Word.MORE_VIEWS and one.hints and one.hints[0].kind is not Kind.LIGHT:
        return f"needs more views: {one.hints[0].kind.value}"
    return one.word.value


def _own_notes(one: Judged) -> Iterator[str]:
    faulty = sum(map(bool, one.faults))
    if faulty:
        kinds = dict.fromkeys(fault.value for some in one.faults for fault in some)
        yield f"{faulty} {', '.join(kinds)}"
    copies = len(one.verdict.rows) - one.verdict.distinct
    if copies:
        yield f"{copies} cop{'ies' if copies > 1 else 'y'}"
    if one.till:
        yield f"{one.till} from the till"
    grouped = [met.sku for met in one.verdict.confusions if met.grouped]
    if grouped:
        yield f"asked for: {', '.join(grouped[:2])}"
    if one.word is not Word.CONFUSED and one.verdict.confusions and not grouped:
        met = one.verdict.confusions[0]
        views = max(met.views, met.back_views)
        yield f"meets {met.sku} in {views} view{'s' * (views > 1)}"


def _told(bad: Sequence[Judged], situation: Situation) -> Iterator[RenderableType]:
    for one in bad[:MOST_TOLD]:
        text = Text().append(one.sku, f"bold {STYLE[one.word]}").append(f"  {one.word.value}\n")
        for remark in remarks(one, situation):
            text.append(f"  {remark.problem}\n").append(f"    {remark.remedy}\n", "dim")
        yield text
    if len(bad) > MOST_TOLD:
        yield Text(
            f"{len(bad) - MOST_TOLD} more are not good: --report FILE.html or --json tells of all of them"
        )
