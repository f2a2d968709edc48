"""Results of the bench of enrolment."""

from __future__ import annotations

from statistics import median

from pydantic import BaseModel, ConfigDict, Field

ASKED = 0.85
"""Share of the model's bare throughput that enrolment shall reach."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Round(_Value):
    """Both ways once, on the same photos."""

    bare_s: float = Field(gt=0, description="seconds to embed the ready crops")
    bare_cpu_s: float = Field(ge=0, description="seconds of all cores for it")
    gather_s: float = Field(gt=0, description="seconds to read, cut out and embed the photos")
    write_s: float = Field(ge=0, description="seconds to write them into a gallery")
    enroll_cpu_s: float = Field(ge=0, description="seconds of all cores for both")

    @property
    def share(self) -> float:
        """Throughput of enrolment by that of the model alone."""
        return self.bare_s / (self.gather_s + self.write_s)


class EnrollReport(_Value):
    """One run of the bench."""

    machine: dict[str, str]
    photos: int
    batch: int
    rounds: tuple[Round, ...] = Field(min_length=1)
    stages: dict[str, float] = Field(description="milliseconds of one core a photo, by what is done")

    @property
    def share(self) -> float:
        """Median of the rounds' shares."""
        return median(one.share for one in self.rounds)

    @property
    def bare_per_s(self) -> float:
        """Photos a second of the model alone, median."""
        return self.photos / median(one.bare_s for one in self.rounds)

    @property
    def enroll_per_s(self) -> float:
        """Photos a second of enrolment, median."""
        return self.photos / median(one.gather_s + one.write_s for one in self.rounds)

    @property
    def model_ms(self) -> float:
        """Milliseconds of one core that the model takes a photo, median."""
        return median(one.bare_cpu_s for one in self.rounds) / self.photos * 1e3

    @property
    def work_ms(self) -> float:
        """The same of enrolment, the model included."""
        return median(one.enroll_cpu_s for one in self.rounds) / self.photos * 1e3

    @property
    def within_reach(self) -> float:
        """The share that cores can give that are always busy: the model's work by all work."""
        return min(1.0, self.model_ms / self.work_ms) if self.work_ms else 1.0
