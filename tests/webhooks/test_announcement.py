"""Measuring sound files: only WAV in sipgate's format, only from allowed addresses."""

from __future__ import annotations

import io
import threading
import wave
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from sipgate_tools.errors import InvalidInput
from sipgate_tools.webhooks.processing.sound_lengths import SoundLengths


def wav(seconds: float, *, rate: int = 8000, channels: int = 1) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(channels)
        writer.setsampwidth(2)
        writer.setframerate(rate)
        writer.writeframes(b"\0\0" * int(seconds * rate) * channels)
    return file.getvalue()


FILES = {
    "/two.wav": wav(2),
    "/stereo.wav": wav(1, channels=2),
    "/fast.wav": wav(1, rate=44100),
    "/long.wav": wav(10),
    "/text.wav": b"no sound at all",
}


class _Files(BaseHTTPRequestHandler):
    requests: ClassVar[list[tuple[str, str | None]]] = []

    def do_GET(self) -> None:
        self.requests.append((self.path, self.headers["host"]))
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("location", self.path.removeprefix("/to/"))
            self.end_headers()
            return
        content = FILES.get(self.path)
        self.send_response(200 if content else 404)
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Files) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://localhost:{running.server_port}"
        running.shutdown()


@pytest.fixture
def announcements() -> SoundLengths:
    return SoundLengths(allow_private=True)


async def test_a_wav_file_is_measured(server: str, announcements: SoundLengths) -> None:
    assert await announcements.seconds(f"{server}/two.wav") == 2.0


async def test_the_length_is_cached(server: str, announcements: SoundLengths) -> None:
    _Files.requests.clear()
    for _ in range(3):
        await announcements.seconds(f"{server}/two.wav")
    assert _Files.requests == [("/two.wav", server.removeprefix("http://"))]


async def test_redirects_are_followed_a_limited_number_of_times(
    server: str, announcements: SoundLengths
) -> None:
    assert await announcements.seconds(f"{server}/to//to//two.wav") == 2.0
    with pytest.raises(InvalidInput, match="too often"):
        await announcements.seconds(f"{server}/to//to//to//to//two.wav")


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/stereo.wav", "2 channels"),
        ("/fast.wav", "44100"),
        ("/text.wav", "not a WAV"),
        ("/missing.wav", "404"),
    ],
)
async def test_other_files_are_refused(server: str, announcements: SoundLengths, path: str, why: str) -> None:
    with pytest.raises(InvalidInput, match=why):
        await announcements.seconds(server + path)


async def test_a_file_that_is_too_large_is_refused(server: str) -> None:
    with pytest.raises(InvalidInput, match="larger"):
        await SoundLengths(allow_private=True, max_bytes=1000).seconds(f"{server}/long.wav")


async def test_private_addresses_are_not_fetched_unless_allowed(server: str) -> None:
    _Files.requests.clear()
    with pytest.raises(InvalidInput, match="private"):
        await SoundLengths().seconds(f"{server}/two.wav")
    assert _Files.requests == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/x.wav",
        "http://[::1]/x.wav",
        "http://[::ffff:127.0.0.1]/x.wav",
        "http://10.0.0.1/x.wav",
        "http://169.254.169.254/latest",
        "http://0.0.0.0/x.wav",
        "http://2130706433/x.wav",
        "http://localhost/x.wav",
        "http://[fe80::1]/x.wav",
        "http://224.0.0.1/x.wav",
    ],
)
async def test_no_notation_of_a_private_address_is_accepted(url: str) -> None:
    with pytest.raises(InvalidInput):
        await SoundLengths().seconds(url)


@pytest.mark.parametrize("url", ["ftp://localhost/x.wav", "file:///etc/passwd", "x.wav", "http://"])
async def test_only_web_urls_are_fetched(url: str) -> None:
    with pytest.raises(InvalidInput):
        await SoundLengths(allow_private=True).seconds(url)


async def test_a_redirect_to_another_scheme_is_not_followed(server: str, announcements: SoundLengths) -> None:
    with pytest.raises(InvalidInput):
        await announcements.seconds(f"{server}/to/file:///etc/passwd")


async def test_a_host_that_does_not_listen_is_a_readable_error(announcements: SoundLengths) -> None:
    with pytest.raises(InvalidInput, match="cannot be fetched"):
        await announcements.seconds("http://127.0.0.1:1/x.wav")
