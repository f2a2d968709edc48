"""Read: open an archive, and believe nothing in it that its manifest does not vouch for."""

from __future__ import annotations

import contextlib
import hashlib
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from gallery.errors import InputError
from gallery.store import state
from gallery.store.archive import content, manifest
from gallery.store.archive.block import SUFFIXES, Carried, unpack
from gallery.store.archive.content import Content
from gallery.store.archive.manifest import Member

_REMEDY = "copy the file again, or export the gallery again; nothing was changed"
_CHUNK = 1 << 20

Progress = Callable[[int, int], None]
"""Told how much is done, of how much."""


class Archive:
    """An open archive whose every byte has been checked. Use `opened`.

    Attributes:
        path: the file.
        sha256: hash of the whole file.
        manifest: what it says of itself.
        views: the digest of each of its views, as the gallery's state counts them.
    """

    def __init__(self, path: Path, file: zipfile.ZipFile, sha256: str) -> None:
        self.path, self.sha256, self._file = path, sha256, file
        self.manifest = manifest.parse(self._raw(manifest.NAME, manifest.LARGEST_MANIFEST), path.name)
        self.views: set[bytes] = set()
        self._members = {member.name: member for member in self.manifest.members}
        self._check_names()

    def check(self, progress: Progress | None = None) -> None:
        """Read every member once, and see that together they are the state that the manifest names.

        Raises:
            InputError: a member is not what the manifest says, or they do not belong together.
        """
        told, content = self.manifest, self.content()
        seen: set[tuple[str, bool]] = set()
        total = state.moved(state.empty(told.model, told.dimension), content.digests(), ())
        done = 0
        for block in self.blocks():
            digests = [_digest(carried) for carried in block]
            total = state.moved(total, digests, ())
            self.views.update(digests)
            seen.update((carried.sku, carried.negative) for carried in block)
            done += len(block)
            if progress is not None:
                progress(done, told.counts.views + told.counts.negatives)
        owners = {sku for sku, negative in seen if not negative}
        if owners != set(content.products) or {sku for sku, _ in seen} - owners - {""}:
            raise _broken(self.path, "its views and its products do not belong together")
        if total.hex() != told.state:
            raise _broken(self.path, "it is not what its state says")

    def content(self) -> Content:
        """Products, groups and calibration.

        Raises:
            InputError: they cannot be read.
        """
        try:
            return content.parse(self._member(content.NAME))
        except ValueError as error:
            raise _broken(self.path, f"{content.NAME}: {error}") from None

    def blocks(self) -> Iterator[list[Carried]]:
        """The views, a block at a time.

        Raises:
            InputError: a block cannot be read.
        """
        for name in self._members:
            stem, _, suffix = name.rpartition(".")
            if suffix == SUFFIXES[0]:
                lines, vectors, pictures = (self._member(f"{stem}.{suffix}") for suffix in SUFFIXES)
                try:
                    block = unpack(lines, vectors, pictures, self.manifest.dimension)
                except ValueError as error:
                    reason = str(error).splitlines()[0]
                    raise _broken(self.path, f"{stem}: {reason}") from None
                yield block

    def _check_names(self) -> None:
        """What lies in the file is what the manifest names, once each, plain, and of the size it says."""
        found = self._file.infolist()
        names = [entry.filename for entry in found]
        stems = {name.rpartition(".")[0] for name in self._members if name != content.NAME}
        whole = {content.NAME} | {f"{stem}.{suffix}" for stem in stems for suffix in SUFFIXES}
        if len(self._members) < len(self.manifest.members) or set(self._members) != whole:
            raise _broken(self.path, "its manifest names members twice, or not all of a block")
        for name in sorted(set(names) ^ {manifest.NAME, *self._members}):
            raise _broken(self.path, f"{name[:80]!r} is {'foreign to it' if name in names else 'missing'}")
        if len(set(names)) < len(names):
            raise _broken(self.path, "a member is there twice")
        if sum(entry.compress_size for entry in found) > self.path.stat().st_size:
            raise _broken(self.path, "its members lie over one another")

    def _member(self, name: str) -> bytes:
        member: Member = self._members[name]
        data = self._raw(name, member.size)
        if len(data) != member.size or hashlib.sha256(data).hexdigest() != member.sha256:
            raise _broken(self.path, f"{name} is not what the manifest says")
        return data

    def _raw(self, name: str, most: int) -> bytes:
        try:
            entry = self._file.getinfo(name)
        except KeyError:
            raise _broken(self.path, f"it has no {name}") from None
        if entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits & 1:
            raise _broken(self.path, f"{name[:80]} is compressed or encrypted, which no export writes")
        if entry.file_size > most:
            raise _broken(self.path, f"{name[:80]} has {entry.file_size} bytes, {most} at most are right")
        try:
            with self._file.open(entry) as file:
                return file.read(most + 1)
        except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as error:
            raise _broken(self.path, f"{name[:80]}: {error}") from None


@contextlib.contextmanager
def opened(path: Path, sha256: str | None = None, progress: Progress | None = None) -> Iterator[Archive]:
    """Open an archive and check it whole, before anything is made of it.

    Args:
        path: the file.
        sha256: hash that it must have; None takes any.
        progress: told of each member checked.

    Raises:
        InputError: it is missing, cut short, edited, foreign, of a newer format, or has another hash.
    """
    try:
        if path.exists() and not path.is_file():
            raise InputError(f"archive {path} is no file", "give a file written by `gallery export`")
        with path.open("rb") as file:
            found = hash_of(file)
            if sha256 is not None and found != sha256.lower():
                raise InputError(
                    f"archive {path} has SHA-256 {found}, not {sha256}",
                    "copy the file again, or ask for the hash of this export; nothing was changed",
                )
            with zipfile.ZipFile(file) as members:
                archive = Archive(path, members, found)
                archive.check(progress)
                yield archive
    except OSError as error:
        if error.filename is None or Path(error.filename) != path:
            raise
        raise InputError(f"archive {path}: {error.strerror}", "give the path of an archive") from None
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError) as error:
        raise _broken(path, f"it is no archive, or cut short ({error})") from None


def _digest(carried: Carried) -> bytes:
    view, role = carried.view, "not" if carried.negative else "is"
    vector = state.vector_digest(view.vector.astype("<f4").tobytes())
    picture = state.picture_digest(view.thumbnail, view.crop)
    return state.view_digest(carried.sku, role, view, vector, picture)


def hash_of(file: BinaryIO) -> str:
    """SHA-256 of a file from here to its end, 64 hexadecimal digits; it is then at its start."""
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _broken(path: Path, reason: str) -> InputError:
    return InputError(f"archive {path} cannot be trusted: {reason}", _REMEDY)
