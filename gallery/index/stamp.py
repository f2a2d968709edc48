"""Stamp: what is known of a graph's file, so that it is never taken for another gallery's or version's."""

from __future__ import annotations

import hashlib

from pydantic import BaseModel, ConfigDict, Field


class Stamp(BaseModel):
    """What `<gallery>.hnsw.json` says of the graph in `<gallery>.hnsw`.

    The graph belongs to one version of one gallery, told by its state, and to the model of its vectors.
    A later version takes it, too: the views that came since are compared one by one, those that went are
    left out. An earlier one does not, nor does a gallery that has no such version.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int = Field(default=1, ge=1, le=1, description="of these two files")
    model: str = Field(description="content hash of the embedder")
    version: int = Field(ge=0, description="of the gallery")
    state: str = Field(description="of the gallery at that version")
    views: int = Field(ge=0, description="in the graph, with those removed before that version")
    newest: int = Field(ge=0, description="the highest view id in the graph; ids only rise")
    unreachable: tuple[int, ...] = Field(description="ids of views that the graph does not find")
    effort: int = Field(ge=1, description="hnswlib's ef at which the recall was measured")
    recall: float = Field(ge=0, le=1, description="at 7, sampled, against exact")
    spread: dict[str, tuple[float | None, int, int]] = Field(
        description="of each product: distance, distinct views, all views"
    )
    graph: str = Field(description="SHA-256 of the graph's file")
    seal: str = Field(default="", description="SHA-256 of all the above")

    def sealed(self) -> Stamp:
        """This stamp with its seal."""
        return self.model_copy(update={"seal": self._sum()})

    @property
    def whole(self) -> bool:
        """Whether the seal is that of what it seals."""
        return self.seal == self._sum()

    def _sum(self) -> str:
        return hashlib.sha256(self.model_dump_json(exclude={"seal"}).encode()).hexdigest()
