"""Table: what the layers cost and what was tried, in lines for people."""

from __future__ import annotations

from collections.abc import Sequence

from edge.certificate.gates import judge, percent
from export.int8.search import Found
from export.int8.sensitivity import Sensitivity

_SHOWN, _WIDE = 20, 46


def layer_table(ranking: Sequence[Sensitivity], found: Found) -> str:
    """The costliest layers, those in float32 marked."""
    returned = found.chosen.returned
    lines = [f"{'layer':<{_WIDE}}  1 - cosine   work  in"]
    for number, item in enumerate(ranking[:_SHOWN]):
        precision = "float32" if number < returned else "integers"
        lines.append(f"{item.title[:_WIDE]:<{_WIDE}}  {item.loss:10.6f}  {item.work:5.1%}  {precision}")
    if len(ranking) > _SHOWN:
        more = max(0, returned - _SHOWN)
        lines.append(f"and {len(ranking) - _SHOWN} more, {more} of them in float32")
    return "\n".join(lines)


def trial_table(found: Found) -> str:
    """Every candidate that was measured."""
    lines = ["in float32  work in integers  least cosine  decisions                top-1   gates"]
    for trial in found.trials:
        result = trial.agreement
        missed = [gate.name for gate in judge("int8", result) if not gate.passed]
        decisions = percent(result.same_decisions, result.queries)
        top1 = f"{result.right_reference} > {result.right_artifact}"
        lines.append(
            f"{trial.returned:>10}  {trial.work:>16.0%}  {result.cosine_min:12.6f}  {decisions:<22}  "
            f"{top1:>9}  {'passed' if not missed else 'missed: ' + ', '.join(missed)}"
        )
    return "\n".join(lines)
