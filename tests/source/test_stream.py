"""A stream over HTTP, from a server in this process: a real connection that can be broken."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import cv2
import pytest
from source.film import noise

from edge.source import Kind, SourceOptions, live, open_source
from gallery.errors import DeviceError


class Till(ThreadingHTTPServer):
    """Serves one motion-JPEG stream to each visitor; `per_visit` frames, then it hangs up."""

    daemon_threads = True
    per_visit = 10_000
    visits = 0


class _Stream(BaseHTTPRequestHandler):
    server: Till

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self.server.visits += 1
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        self.end_headers()
        jpeg = cv2.imencode(".jpg", noise(1)[0])[1].tobytes()
        part = b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n%s\r\n" % (len(jpeg), jpeg)
        try:
            for _ in range(self.server.per_visit):
                self.wfile.write(part)
                time.sleep(0.005)
        except OSError:
            pass  # the visitor left


@pytest.fixture
def till() -> Iterator[Till]:
    server = Till(("127.0.0.1", 0), _Stream)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_slow_reader_of_a_real_stream_gets_new_frames(till: Till) -> None:
    with open_source(f"http://127.0.0.1:{till.server_port}/live", SourceOptions(max_frames=5)) as source:
        indices = []
        for frame in source:
            indices.append(frame.index)
            time.sleep(0.1)
    assert (source.kind, source.live, source.size) == (Kind.STREAM, True, (64, 48))
    assert source.dropped >= 20
    assert indices == sorted(set(indices))


def test_a_real_stream_that_hangs_up_is_reached_again(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "_BACK_OFF_SECONDS", (0.05,))
    till.per_visit = 100
    with open_source(f"http://127.0.0.1:{till.server_port}/live") as source:
        for _frame in source:
            if source.reconnects == 2:
                break
    assert till.visits >= 3


def test_a_real_stream_that_stays_away_is_given_up(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "_BACK_OFF_SECONDS", (0.05,))
    till.per_visit = 100
    source = open_source(f"http://127.0.0.1:{till.server_port}/live", SourceOptions(reconnect=2))
    till.shutdown()
    till.server_close()
    with pytest.raises(DeviceError, match="not reached again in 2 attempts"):
        list(source)
