from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

import pytest

from gallery import GalleryError
from gallery.store.explained import explained

SHOP = Path("shop.gallery")


def _os_error(number: int) -> OSError:
    return OSError(number, os.strerror(number), "shop.gallery")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (sqlite3.OperationalError("database or disk is full"), "the disk is full"),
        (sqlite3.OperationalError("disk I/O error"), "disk I/O error"),
        (sqlite3.OperationalError("database is locked"), "locked by another process"),
        (sqlite3.OperationalError("attempt to write a readonly database"), "read-only"),
        (sqlite3.DatabaseError("database disk image is malformed"), "damaged"),
        (_os_error(errno.ENOSPC), "the disk is full"),
        (_os_error(errno.EDQUOT), "the disk is full"),
        (_os_error(errno.EROFS), "read-only"),
        (_os_error(errno.EIO), "disk I/O error"),
        (_os_error(errno.ENAMETOOLONG), "File name too long"),
    ],
)
def test_what_sqlite_or_the_system_says_is_put_into_words(error: Exception, words: str) -> None:
    with pytest.raises(GalleryError, match=words) as caught, explained(SHOP):
        raise error
    assert "shop.gallery" in caught.value.problem
    assert caught.value.remedy


@pytest.mark.parametrize("error", [sqlite3.ProgrammingError("closed"), BrokenPipeError(32, "Broken pipe")])
def test_what_is_no_fault_of_the_file_stays_what_it_is(error: Exception) -> None:
    with pytest.raises(type(error)), explained(SHOP):
        raise error
