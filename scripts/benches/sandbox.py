"""Benchmarks the sandbox: start-up, requests per second, and pages of very large accounts.

Requests per second are calculated from the server's processor time per request, so that other load on the machine does
not count (Linux). They are also printed as a ratio to the same web server with an application that returns two bytes,
measured in the same run.
"""

from __future__ import annotations

import asyncio
import base64
import gc
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import httpx2

from sipgate_tools.sandbox import Sandbox
from sipgate_tools.sandbox.state.calls_and_history import HistoryRow
from sipgate_tools.sandbox.state.messages import Contact

REQUESTS, CONNECTIONS = 6000, 16
ENTRIES, CONTACTS, PAGES = 1_000_000, 100_000, 20
NUMBER: Final = "+493023125014"
BARE: Final = """
from uvicorn import Server
from sipgate_tools._io.uvicorn_server import uvicorn_config
from sipgate_tools.sandbox.serving.server import address_of, bind
async def app(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"{}"})
listener = bind("127.0.0.1", 0)
print('{"base_url": "' + address_of(listener) + '", "token_id": "", "token": ""}', flush=True)
Server(uvicorn_config(app, closable=True, lifespan="off")).run(sockets=[listener])
"""


def main() -> int:
    """Run all measurements, and print them."""
    bare, _ = _serve([sys.executable, "-c", BARE], {"two bytes": ("GET", "/", b"")})
    message = {"smsId": "s0", "recipient": NUMBER, "message": "Hallo"}
    rates, started = _serve(
        [sys.executable, "-c", "from sipgate_tools.cli import main; main()", "sandbox", "--json"],
        {
            "GET /balance": ("GET", "/v2/balance", b""),
            "GET /w0/sms": ("GET", "/v2/w0/sms", b""),
            "GET /history, 5 entries": ("GET", "/v2/history?limit=5", b""),
            "POST /sessions/sms": (
                "POST",
                "/v2/sessions/sms",
                json.dumps(message).encode(),
            ),
        },
    )
    print(f"started in {started:.2f} s (process, imports and first line of JSON)")
    for name, rate in rates.items():
        print(
            f"{name:46} {rate:8.0f} requests/s and core   {rate / bare['two bytes']:.2f} of the bare server"
        )
    _large_accounts()
    return 0


def _serve(command: list[str], loads: dict[str, tuple[str, str, bytes]]) -> tuple[dict[str, float], float]:
    started = time.perf_counter()
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as server:
        try:
            assert server.stdout is not None
            ready = json.loads(server.stdout.readline())
            started = time.perf_counter() - started
            rates: dict[str, float] = {}
            for name, load in loads.items():
                before = _processor_seconds(server.pid)
                asyncio.run(_send(ready, *load))
                rates[name] = REQUESTS / (_processor_seconds(server.pid) - before)
            return rates, started
        finally:
            server.terminate()


def _processor_seconds(process_id: int) -> float:
    fields = Path(f"/proc/{process_id}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _send(ready: dict[str, str], method: str, path: str, body: bytes) -> None:
    """Send the requests over several persistent connections."""
    place = urlsplit(ready["base_url"])
    login = base64.b64encode(f"{ready['token_id']}:{ready['token']}".encode()).decode()
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: {place.netloc}\r\nAuthorization: Basic {login}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )

    async def one_connection() -> None:
        reader, writer = await asyncio.open_connection(place.hostname, place.port)
        for _ in range(REQUESTS // CONNECTIONS):
            writer.write(head.encode() + body)
            headers = (await reader.readuntil(b"\r\n\r\n")).lower()
            length = headers.partition(b"content-length: ")[2].partition(b"\r")[0]
            await reader.readexactly(int(length or 0))
        writer.close()

    await asyncio.gather(*(one_connection() for _ in range(CONNECTIONS)))


def _large_accounts() -> None:
    sandbox = Sandbox()
    started = time.perf_counter()
    gc.disable()
    _grow(sandbox)
    gc.enable()
    gc.freeze()
    print(
        f"{ENTRIES:,} history entries and {CONTACTS:,} contacts made in {time.perf_counter() - started:.0f} s"
    )
    client = httpx2.Client(
        transport=sandbox, base_url=sandbox.base_url, auth=(sandbox.token_id, sandbox.token)
    )
    pages: dict[str, Callable[[], httpx2.Response]] = {
        "history, first page of 100": lambda: client.get("history?limit=100"),
        "history, page in the middle": lambda: client.get(f"history?limit=100&offset={ENTRIES // 2}"),
        "history, last page": lambda: client.get(f"history?limit=100&offset={ENTRIES - 100}"),
        "history, calls of one phoneline, in the middle": lambda: client.get(
            "history?limit=100&types=CALL&connectionIds=p1&offset=40000"
        ),
        "history, one telephone number": lambda: client.get("history", params={"phonenumber": NUMBER}),
        "contacts, first page of 100": lambda: client.get("contacts?limit=100"),
        "contacts, behind the 50,000th": lambda: client.get("contacts?limit=100&lastId=c50000"),
        "contacts, shared ones by offset": lambda: client.get(
            "contacts?limit=100&scopes=SHARED&offset=40000"
        ),
        "contacts, one telephone number": lambda: client.get(
            "contacts", params={"phonenumbers": "+49300000042"}
        ),
    }
    for name, fetch in pages.items():
        assert fetch().status_code == 200
        started = time.perf_counter()
        for _ in range(PAGES):
            fetch()
        print(f"{name:46} {(time.perf_counter() - started) / PAGES * 1000:8.2f} ms")


def _grow(sandbox: Sandbox) -> None:
    chance, now = random.Random(1), sandbox.clock.now()
    for index in range(ENTRIES):
        kind = chance.choice(("CALL", "SMS", "FAX", "VOICEMAIL"))
        user = chance.randrange(3)
        sandbox.state.history.load(
            HistoryRow(
                id=str(index),
                type=kind,
                created=now - timedelta(seconds=ENTRIES - index),
                direction=chance.choice(("INCOMING", "OUTGOING", "MISSED_INCOMING")),
                source=f"+4930{chance.randrange(100_000):07}",
                target=NUMBER if index % 10_000 == 0 else "+493023125100",
                connection_ids=(f"p{user}",),
                owner=f"w{user}",
                fax_status="SENT" if kind == "FAX" else "",
            )
        )
    for index in range(CONTACTS):
        number = {"number": f"+4930{index:07}", "type": ["work"]}
        scope = "SHARED" if index % 2 else "PRIVATE"
        sandbox.state.contacts.load(
            Contact(f"c{index}", 1000 + index, f"Name {index}", scope, numbers=(number,))
        )


if __name__ == "__main__":
    raise SystemExit(main())
