"""Gates: what an artifact must reach, by the precision it computes in. The bounds live here alone."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from pydantic import BaseModel, ConfigDict

from edge.card import Precision
from edge.certificate.agreement import Agreement


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is asked of one precision.

    Attributes:
        decisions: least share of queries on which the till decides the same; exact, since it is counted.
        cosine_min: least cosine that any embedding may have to its reference, or None.
        top1_loss: most points of top-1 accuracy that may be lost, or None.
    """

    decisions: Fraction
    cosine_min: float | None = None
    top1_loss: Fraction | None = None


GATES: dict[Precision, Bounds] = {
    "fp32": Bounds(Fraction(1), cosine_min=0.99999),
    "fp16": Bounds(Fraction(999, 1000), cosine_min=0.9995),
    "int8": Bounds(Fraction(99, 100), top1_loss=Fraction(1, 2)),
}


class Gate(BaseModel):
    """One gate and how it went.

    Attributes:
        name: what is measured.
        value: what was measured, in words.
        bound: what is asked, in words.
        passed: whether it was reached.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    value: str
    bound: str
    passed: bool


def judge(precision: Precision, agreement: Agreement) -> tuple[Gate, ...]:
    """The gates of a precision, each with its verdict; all must be passed."""
    bounds = GATES[precision]
    gates = [_whole(agreement), _decisions(agreement, bounds.decisions)]
    if bounds.cosine_min is not None:
        gates.insert(0, _cosine(agreement, bounds.cosine_min))
    if bounds.top1_loss is not None:
        gates.insert(0, _accuracy(agreement, bounds.top1_loss))
    return tuple(gates)


def percent(count: int, of: int) -> str:
    """A share in words that never rounds up to 100 %: `99.9 % (1998 of 2000)`."""
    if count == of:
        return f"100 % ({count} of {of})"
    return f"{min(100 * count / of, 99.99):.2f} % ({count} of {of})"


def cosine_words(value: float) -> str:
    """A cosine in words that never rounds up: `0.9999954`."""
    if value >= 1:
        return "1"
    return f"{int(value * 1e7) / 1e7:.7f}" if value > 0 else f"{value:.4f}"


def _cosine(agreement: Agreement, bound: float) -> Gate:
    least = agreement.cosine_min
    return Gate(
        name="least cosine to reference",
        value=cosine_words(least),
        bound=f"at least {bound}",
        passed=least >= bound,
    )


def _decisions(agreement: Agreement, bound: Fraction) -> Gate:
    same, queries = agreement.same_decisions, agreement.queries
    return Gate(
        name="same decisions",
        value=percent(same, queries),
        bound=f"at least {float(100 * bound):g} %: here {int((1 - bound) * queries)} may differ",
        passed=same * bound.denominator >= bound.numerator * queries,
    )


def _accuracy(agreement: Agreement, bound: Fraction) -> Gate:
    lost, known = agreement.right_reference - agreement.right_artifact, agreement.known
    return Gate(
        name="top-1 accuracy lost",
        value=f"{100 * lost / known:.2f} points ({agreement.right_reference} of {known} right before, "
        f"{agreement.right_artifact} after)",
        bound=f"at most {float(bound):g} point",
        passed=100 * lost * bound.denominator <= bound.numerator * known,
    )


def _whole(agreement: Agreement) -> Gate:
    return Gate(
        name="broken embeddings",
        value=f"{agreement.broken} of {agreement.vectors}",
        bound="none",
        passed=agreement.broken == 0,
    )
