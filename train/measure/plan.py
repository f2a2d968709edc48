"""Plan: which photos are enrolled and which are asked, in every draw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.errors import InputError
from train.data import Photos
from train.evaluate import half
from train.measure.protocol import Protocol
from train.metrics import Labels, shots

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Draw:
    """One draw.

    Attributes:
        enrolled, asked: rows of the photos, int64 `[E]` and `[Q]`; no photo is in both.
        known: int64, the classes a shop sells in the open-set figures; all others are unknown to it.
    """

    enrolled: Rows
    asked: Rows
    known: Labels


@dataclass(frozen=True)
class Plan:
    """All draws of one data set.

    Attributes:
        draws: one a seed.
        classes: int64, the classes that take part.
        compared: rows, int64, that retrieval compares with one another.
        how: the choice in words, for people.
        notes: classes that are left out or enrolled with fewer photos, for people.
    """

    draws: tuple[Draw, ...]
    classes: Labels
    compared: Rows
    how: str
    notes: tuple[str, ...]


def plan(photos: Photos, protocol: Protocol) -> Plan:
    """Choose the enrolled and the asked photos.

    Where the data has splits, `train` is enrolled from and all of `test` (else `val`) asked; else
    `protocol.shots` photos of each class are enrolled and all its others asked. A class with fewer
    is enrolled with what it has, less one to ask; a class of one photo is left out.

    Raises:
        InputError: fewer than two classes can be enrolled, none can be asked, or the classes to be
            held out are not there or leave none known.
    """
    asked_of = _asked_split(photos)
    parts = _by_split(photos, asked_of) if asked_of else _by_chance(photos)
    enrol, ask, notes = parts
    shelf = np.unique(photos.labels[enrol])
    ask = ask & np.isin(photos.labels, shelf)
    if len(shelf) < 2 or not ask.any():
        raise _nothing_to_measure(len(shelf))
    held_out = _held_out(photos, protocol, shelf)
    draws = [_draw(photos, protocol, (enrol, ask), held_out, seed) for seed in range(protocol.seeds)]
    how = _in_words(protocol, asked_of)
    short = _short(photos, enrol, protocol.shots, leave=0 if asked_of else 1)
    return Plan(tuple(draws), shelf, np.flatnonzero(ask), how, (*notes, *short))


_Parts = tuple[NDArray[np.bool_], NDArray[np.bool_], tuple[str, ...]]


def _asked_split(photos: Photos) -> str:
    """The split that is asked, or nothing where the data has no two parts to enrol from and to ask."""
    there = set(photos.splits)
    asked = next((name for name in ("test", "val") if name in there), "")
    return asked if "train" in there else ""


def _by_chance(photos: Photos) -> _Parts:
    counts = np.bincount(photos.labels, minlength=len(photos.classes))
    single = [name for name, count in zip(photos.classes, counts, strict=True) if count == 1]
    there = counts[photos.labels] > 1
    return there, there, _note("left out, one photo can be enrolled or asked but not both", single)


def _by_split(photos: Photos, asked: str) -> _Parts:
    splits = np.array(photos.splits)
    enrol, ask = splits == "train", splits == asked
    strangers = sorted(set(photos.labels[ask].tolist()) - set(photos.labels[enrol].tolist()))
    return enrol, ask, _note("left out, no photo in train", [photos.classes[label] for label in strangers])


def _draw(
    photos: Photos,
    protocol: Protocol,
    parts: tuple[NDArray[np.bool_], NDArray[np.bool_]],
    held_out: Labels,
    seed: int,
) -> Draw:
    rows = np.flatnonzero(parts[0])
    overlap = bool((parts[0] & parts[1]).any())
    chosen = shots(photos.labels[rows], protocol.shots, seed, leave=int(overlap))
    asked = parts[1].copy()
    asked[rows[chosen]] = False
    labels = photos.labels[rows]
    known = np.setdiff1d(labels, held_out) if len(held_out) else half(labels, seed)
    return Draw(rows[chosen], np.flatnonzero(asked), known)


def _held_out(photos: Photos, protocol: Protocol, shelf: Labels) -> Labels:
    missing = [name for name in protocol.unknown if name not in photos.classes]
    if missing:
        raise InputError(
            f"unknown classes {', '.join(missing)}: no class of the data has this name",
            "write one class name a line, as the data names them",
        )
    labels = np.array([photos.classes.index(name) for name in protocol.unknown], np.int64)
    if len(labels) and len(np.setdiff1d(shelf, labels)) < 1:
        raise InputError("every class is held out as unknown", "leave at least one class to enrol")
    return labels


def _short(photos: Photos, enrol: NDArray[np.bool_], count: int, leave: int) -> tuple[str, ...]:
    counts = np.bincount(photos.labels[enrol], minlength=len(photos.classes))
    few = [f"{photos.classes[c]} ({counts[c] - leave})" for c in np.flatnonzero(counts)
           if counts[c] < count + leave]  # fmt: skip
    return _note(f"enrolled with fewer than {count} photos", few)


def _note(what: str, names: list[str]) -> tuple[str, ...]:
    return (f"{what}: {', '.join(names)}",) if names else ()


def _in_words(protocol: Protocol, asked: str) -> str:
    if asked:
        return f"{protocol.shots} photos a class enrolled from train, all of {asked} asked"
    return f"{protocol.shots} photos a class enrolled, all its others asked"


def _nothing_to_measure(classes: int) -> InputError:
    return InputError(
        f"{classes} class{'es' * (classes != 1)} with photos to enrol and to ask, at least 2 are needed",
        "give data with two photos or more of each of two classes or more",
    )
