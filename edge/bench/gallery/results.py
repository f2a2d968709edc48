"""Results of the bench, as they are kept in a JSON file."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Point(_Value):
    """One subject searching with one effort."""

    effort: int | None = Field(description="of the search; None where there is nothing to choose")
    recall: float = Field(description="share of the 7 nearest views that were found, 0 to 1")
    p50_us: float = Field(description="median of single queries, microseconds")
    p99_us: float = Field(description="99th percentile of single queries, microseconds")
    times_ours: float = Field(description="its time by ours: median of the rounds' ratios")


class Result(_Value):
    """One subject at one size."""

    subject: str
    failed: str = Field("", description="why there are no figures; empty where there are")
    build_s: float = 0.0
    load_s: float = 0.0
    memory: int = Field(0, description="bytes that loading it took in a fresh process; 0: not known here")
    points: tuple[Point, ...] = Field((), description="efforts tried, rising")
    equal: Point | None = Field(None, description="least effort with our recall or more; None: out of reach")
    batch_per_s: float = Field(0.0, description="queries a second, 64 at once, at `equal` or most effort")


class ShopResult(_Value):
    """A gallery file of one size, as the till uses it."""

    failed: str = ""
    bytes: int = Field(0, description="of the gallery's file")
    open_s: float = Field(0.0, description="opened with its graph beside it, one query answered")
    bare_s: float = Field(0.0, description="opened without the graph, one query answered")
    memory: int = Field(0, description="bytes the open gallery takes in a fresh process")
    visible_s: float = Field(0.0, description="from the end of enrolling one product until the till knows it")
    frame_ms: float = Field(0.0, description="longest turn of the loop before that, milliseconds")
    pause_ms: float = Field(0.0, description="longest turn of the loop during it, milliseconds")


class SizeResult(_Value):
    """All subjects at one size."""

    views: int
    products: int
    raw_bytes: int = Field(description="of the vectors in float32")
    links_bytes: int = Field(description="of the links of a graph over them")
    fill_s: float = Field(0.0, description="to write all products into a gallery's file")
    results: tuple[Result, ...] = ()
    shop: ShopResult | None = None


class Report(_Value):
    """One run of the bench."""

    machine: dict[str, str]
    settings: dict[str, str]
    left_out: tuple[str, ...] = Field((), description="peers that are not installed, with the remedy")
    sizes: tuple[SizeResult, ...] = ()
