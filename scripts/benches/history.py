"""Measures memory and time for iterating over 100,000 history entries with both clients.

A server on loopback, in a separate process, returns the entries page by page. Each measurement runs in a new process.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from sipgate_tools import AsyncSipgate, Sipgate

COUNT: Final = 100_000
LIMIT_MB: Final = 100
TOKEN_ID, TOKEN = "token-ABC123", "01234567-89ab-4def-8123-456789abcdef"


def main() -> int:
    """Measure both clients, and return 0 if the goal was met, else 1."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--measure", nargs=2, metavar=("CLIENT", "BASE_URL"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve()
        return 0
    if options.measure:
        print(json.dumps(measure(*options.measure)))
        return 0
    command = [sys.executable, "-m", "scripts.benches.history"]
    server = subprocess.Popen([*command, "--serve"], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        base_url = server.stdout.readline().strip()
        print(f"{COUNT:,} entries iterated; goal: at most {LIMIT_MB} MB of resident memory above the start")
        highest = 0.0
        for client in ("Sipgate", "AsyncSipgate"):
            done = subprocess.run(
                [*command, "--measure", client, base_url], capture_output=True, text=True, check=True
            )
            figures = json.loads(done.stdout)
            highest = max(highest, figures["mb"])
            print(
                f"{client:14} {figures['mb']:6.1f} MB {figures['seconds']:6.1f} s {figures['requests']:5} requests"
            )
    finally:
        server.terminate()
        server.wait()
    return 0 if highest <= LIMIT_MB else 1


def measure(client: str, base_url: str) -> dict[str, Any]:
    """Iterate over all entries in this process, and return memory in MB, seconds and the number of requests."""
    started, below, seconds = asyncio.run(_async(base_url)) if client == "AsyncSipgate" else _sync(base_url)
    return {"mb": _memory("VmHWM") - below, "seconds": seconds, "requests": started}


def _sync(base_url: str) -> tuple[int, float, float]:
    with Sipgate(token_id=TOKEN_ID, token=TOKEN, base_url=base_url) as client:
        client.history.list(types=["SMS"], limit=1)
        below, began, count = _memory("VmRSS"), time.perf_counter(), 0
        for entry in client.history.iterate(types=["SMS"], page_size=1000):
            count += bool(entry.id)
    assert count == COUNT
    return COUNT // 1000, below, time.perf_counter() - began


async def _async(base_url: str) -> tuple[int, float, float]:
    async with AsyncSipgate(token_id=TOKEN_ID, token=TOKEN, base_url=base_url) as client:
        await client.history.list(types=["SMS"], limit=1)
        below, began, count = _memory("VmRSS"), time.perf_counter(), 0
        async for entry in client.history.iterate(types=["SMS"], page_size=1000):
            count += bool(entry.id)
    assert count == COUNT
    return COUNT // 1000, below, time.perf_counter() - began


def _memory(what: str) -> float:
    """Return an entry of `/proc/self/status` for this process in MB (Linux)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(what):
            return int(line.split()[1]) / 1024
    raise SystemExit(f"This system does not report {what}.")


def serve() -> None:
    """Print the base URL, and serve entries that are created on request."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            query = parse_qs(urlsplit(self.path).query)
            offset, limit = int(query.get("offset", ["0"])[0]), int(query.get("limit", ["10"])[0])
            items = [_entry(number) for number in range(offset, min(offset + limit, COUNT))]
            content = json.dumps({"items": items, "totalCount": COUNT}).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: ARG002 - the server's form
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(f"http://127.0.0.1:{server.server_address[1]}/v2", flush=True)
    server.serve_forever()


def _entry(number: int) -> dict[str, Any]:
    return {
        "id": f"entry-{number}",
        "type": "SMS",
        "source": "+4930123456",
        "target": "+4915799912345",
        "created": "2026-11-16T10:00:00Z",
        "lastModified": "2026-11-16T10:00:05Z",
        "direction": "OUTGOING",
        "connectionIds": ["s0"],
        "endpoints": [{"type": "ROUTED", "endpoint": {"extension": "s0", "type": "SMS"}}],
        "labels": [],
        "smsContent": f"Message number {number}, as long as people write them",
    }


if __name__ == "__main__":
    sys.exit(main())
