from __future__ import annotations

import doctest
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.source.kind import Kind, classify, describe, hide_password, is_live


@pytest.mark.parametrize(
    ("spec", "kind", "live"),
    [
        ("0", Kind.CAMERA, True),
        ("12", Kind.CAMERA, True),
        ("/dev/video0", Kind.CAMERA, True),
        ("/dev/v4l/by-id/usb-cam-index0", Kind.CAMERA, True),
        ("rtsp://10.0.0.7:554/tray", Kind.STREAM, True),
        ("RTSP://10.0.0.7/a.mp4", Kind.STREAM, True),
        ("http://10.0.0.7/mjpg/video.cgi", Kind.STREAM, True),
        ("https://host/films/tray.MP4?key=1", Kind.VIDEO, False),
        ("videotestsrc ! videoconvert ! appsink", Kind.PIPELINE, True),
        ("rtspsrc location=rtsp://host/a ! decodebin ! appsink", Kind.PIPELINE, True),
        ("tray.mp4", Kind.VIDEO, False),
        ("wow! great!.mp4", Kind.VIDEO, False),
        ("0.mp4", Kind.VIDEO, False),
        ("anim.gif", Kind.VIDEO, False),
        ("photo.JPG", Kind.PICTURES, False),
        ("", Kind.VIDEO, False),
    ],
)
def test_spelling_says_what_a_source_is(spec: str, kind: Kind, live: bool) -> None:
    assert classify(spec) is kind
    assert is_live(spec) is live


def test_a_folder_is_pictures(tmp_path: Path) -> None:
    (tmp_path / "day.mp4").mkdir()
    assert classify(str(tmp_path)) is Kind.PICTURES
    assert classify(str(tmp_path / "day.mp4")) is Kind.PICTURES


words = st.text("abcXYZ019-_.", min_size=1, max_size=8)


@given(user=words, password=st.text("abcXYZ019-_.:@!$", min_size=4, max_size=12), host=words)
def test_no_message_shows_a_password(user: str, password: str, host: str) -> None:
    shown = describe(f"rtsp://{user}:{password}@{host}/tray")
    assert shown == f"network stream rtsp://{user}:***@{host}/tray"


def test_a_password_in_a_pipeline_is_hidden_too() -> None:
    shown = hide_password("rtspsrc location=rtsp://till:secret@host/a ! appsink")
    assert shown == "rtspsrc location=rtsp://till:***@host/a ! appsink"


@pytest.mark.parametrize("plain", ["rtsp://host:554/a", "http://till@host/a", "tray@home.mp4", "0"])
def test_what_holds_no_password_stays_as_it_is(plain: str) -> None:
    assert hide_password(plain) == plain


def test_the_examples_run() -> None:
    assert doctest.testmod(sys.modules[classify.__module__]).failed == 0
