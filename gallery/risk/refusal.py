"""Refusal: why a target cannot be shown, and what would help, in words for people."""

from __future__ import annotations

from dataclasses import replace

from gallery.errors import GateError
from gallery.risk.bound import doubt_left, least_shown, p_value, things_needed
from gallery.risk.choose import Walks
from gallery.risk.evidence import Evidence
from gallery.risk.offenders import offenders
from gallery.risk.outcomes import GRID
from gallery.risk.targets import Targets

OFFERS = (0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4)
"""Targets that are proposed in place of one that cannot be shown."""

FROM_TILL = "photos from the till, `enroll events.jsonl --track N --sku SKU`, make it true there"
"""What makes the shares those of the till."""

_WOULD = (
    f"would be accepted rightly, of photos like those enrolled ({FROM_TILL}); chosen after looking, it is "
    "less sure"
)
_ANYWAY = "keep the measured setting with --anyway"

WORTH = 0.2
"""Share of known items that a proposal must accept rightly."""


def refusal(evidence: Evidence, walks: Walks, anyway: bool) -> GateError:
    """The error that says what is missing.

    Args:
        evidence: the trials.
        walks: through them, without a setting that is shown.
        anyway: whether no setting's measured rates keep the targets either.
    """
    targets = walks.targets
    products = len(evidence.stock.names)
    if products < 2:
        what = "1 product: no other is" if products else "an empty gallery: no product is"
        return GateError(f"{what} there to try the unknown against", "enrol more products")
    if anyway:
        problem = f"whatever the threshold, more than {targets.far:.2%} of unknown items are accepted"
        problem += f" or more than {targets.wrong:.2%} of known items get a wrong SKU, or nothing is accepted"
        return GateError(problem, _look_at(evidence, walks, "enrol more photos of each product"))
    missing = _missing(evidence, targets)
    if missing:
        problems, remedies = zip(*missing, strict=True)
        return GateError("; ".join(problems), "; ".join([*remedies, _or_else(walks, _ANYWAY)]))
    problem = (
        f"at most {targets.far:.2%} of unknown items accepted and {targets.wrong:.2%} of known ones given a"
    )
    return GateError(
        f"{problem} wrong SKU: shown only by accepting nothing", _look_at(evidence, walks, _ANYWAY)
    )


def _missing(evidence: Evidence, targets: Targets) -> list[tuple[str, str]]:
    """Of each target that so few things cannot show, the problem and what helps it."""
    found = []
    things, rate, part = len(evidence.unknown.things), targets.far, targets.doubt
    if _too_few(things, rate, part):
        problem = _cannot(f"{things} things", "unknown items accepted", things, rate, part)
        need = things_needed(rate, part)
        found.append((problem, f"enrol, or photograph for --unknown, {need} different things or more"))
    things, rate, part = len(evidence.known.things), targets.wrong, targets.attempts[0][1]
    if _too_few(things, rate, part):
        tried = f"{things} products with two distinct views"
        problem = _cannot(tried, "known items given a wrong SKU", things, rate, part)
        need = things_needed(rate, part)
        helps = f"for --target-wrong {rate:g} enrol {need} products, each with two distinct views or more"
        found.append((problem, f"{helps} (--unknown does not help it)"))
    return found


def _too_few(things: int, rate: float, doubt: float) -> bool:
    return not things or p_value(0.0, things, rate) > doubt


def _cannot(tried: str, what: str, things: int, rate: float, doubt: float) -> str:
    return (
        f"{tried} cannot show with {1 - doubt:.0%} confidence a rate of {what} of {rate:.2%}; "
        f"the least they could show is {least_shown(things, doubt):.2%}, "
        f"and {rate:.2%} with {1 - doubt_left(things, rate):.0%} confidence"
    )


def _look_at(evidence: Evidence, walks: Walks, last: str) -> str:
    strict = walks.strictest()
    worst = [one.words for one in offenders(evidence.unknown, strict.outcomes.unknown, GRID[strict.at])][:3]
    seen = f"look at what is accepted first: {'; '.join(worst)}; " if worst else ""
    return seen + _or_else(walks, last)


def _or_else(walks: Walks, last: str) -> str:
    offered = _offer(walks)
    return (f"or {offered}; " if offered else "") + f"or {last}"


def _offer(walks: Walks) -> str:
    targets = walks.targets
    for far, wrong in ((False, True), (True, False), (True, True)):
        for rate in OFFERS:
            easier = replace(
                targets,
                far=max(rate, targets.far) if far else targets.far,
                wrong=max(rate, targets.wrong) if wrong else targets.wrong,
            )
            choice = walks.towards(easier).shown()
            if choice is not None and (right := float(choice.outcomes.right[choice.at])) >= WORTH:
                return f"give {_changed(targets, easier)}: {right:.0%} of known items {_WOULD}"
    return ""


def _changed(old: Targets, new: Targets) -> str:
    """The options that make one of the other; `--target-far` alone would change both."""
    options = [f"--target-far {new.far:g}"] if new.far != old.far else []
    options += [f"--target-wrong {new.wrong:g}"] if new.wrong != old.wrong or options else []
    return " ".join(options)
