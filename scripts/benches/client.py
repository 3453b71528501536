"""Benchmarks the clients against `sipgateio`, sipgate's Node.js library, with a local server.

The server runs on one core, and the clients run in turn on another. Prints calls per second, one at a time and 50
concurrently, and pages of 1,000 history entries per second, each also as a ratio to `sipgateio` in the same run.
Rates are measured by the clock (the best of several rounds) and by the processor time of the client, on which other
load has little influence. Requires Node.js and its packages: `npm install --no-save --prefix tests/node`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from sipgate_tools import AsyncSipgate, Sipgate

HERE: Final = Path(__file__).resolve().parent
NODE_MODULES: Final = HERE.parent.parent / "tests" / "node" / "node_modules"
TOKEN_ID, TOKEN = "token-ABC123", "01234567-89ab-4def-8123-456789abcdef"
SEQUENTIAL, CONCURRENT, IN_FLIGHT, PAGES = 1500, 5000, 50, 60
ROUNDS: Final = 3
COLUMNS: Final = {
    "one": "one at a time /s",
    "many": f"{IN_FLIGHT} in flight /s",
    "pages": "pages of 1,000 /s",
}

Figures = dict[str, float]


def main() -> int:
    """Run the three clients against one server, and print rates and ratios."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--client", choices=["async", "sync"], help=argparse.SUPPRESS)
    parser.add_argument("--base-url", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.client:
        figures = (
            asyncio.run(_async_figures(chosen.base_url))
            if chosen.client == "async"
            else _sync_figures(chosen.base_url)
        )
        print(json.dumps(figures))
        return 0
    if not (NODE_MODULES / "sipgateio").is_dir():
        print(
            "The npm package sipgateio is not installed: npm install --no-save --prefix tests/node",
            file=sys.stderr,
        )
        return 1
    cores = sorted(os.sched_getaffinity(0))
    server = subprocess.Popen(
        ["node", str(HERE / "client_server.cjs")],
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: _pin(cores[0]),
    )
    try:
        assert server.stdout is not None
        base_url = server.stdout.readline().strip()
        reference = ["node", str(HERE / "client_reference.cjs"), str(NODE_MODULES), base_url]
        python = [sys.executable, "-m", "scripts.benches.client", "--base-url", base_url, "--client"]
        commands = {
            "sipgateio (npm)": reference,
            "AsyncSipgate": [*python, "async"],
            "Sipgate": [*python, "sync"],
        }
        rounds = [
            {name: _measured(command, cores[-1]) for name, command in commands.items()} for _ in range(ROUNDS)
        ]
    finally:
        server.terminate()
        server.wait()
    for title, suffix in (("by the clock", ""), ("by processor time", "_cpu")):
        _print(title, {name: _best([each[name] for each in rounds], suffix) for name in commands})
    return 0


def _pin(core: int) -> None:
    os.sched_setaffinity(0, {core})


def _measured(command: list[str], core: int) -> Figures:
    done = subprocess.run(command, capture_output=True, text=True, check=True, preexec_fn=lambda: _pin(core))
    return json.loads(done.stdout)


def _best(rounds: list[Figures], suffix: str) -> Figures:
    return {key: max(each[key + suffix] for each in rounds) for key in COLUMNS if key + suffix in rounds[0]}


def _print(title: str, results: dict[str, Figures]) -> None:
    reference = results["sipgateio (npm)"]
    print(f"{title:18}" + "".join(f"{column:>26}" for column in COLUMNS.values()))
    for name, figures in results.items():
        cells = [
            f"{figures[key]:,.0f} ({figures[key] / reference[key]:.2f})" if key in figures else "-"
            for key in COLUMNS
        ]
        print(f"{name:18}" + "".join(f"{cell:>26}" for cell in cells))


async def _async_figures(base_url: str) -> Figures:
    async with AsyncSipgate(token_id=TOKEN_ID, token=TOKEN, base_url=base_url) as client:

        async def users() -> None:
            await client.users.list()

        async def page() -> None:
            assert len(await client.history.list(types=["SMS", "FAX"], limit=1000)) == 1000

        return {
            **await _rates("one", users, SEQUENTIAL, 1),
            **await _rates("many", users, CONCURRENT, IN_FLIGHT),
            **await _rates("pages", page, PAGES, 1),
        }


async def _rates(key: str, call: Callable[[], Awaitable[None]], count: int, in_flight: int) -> Figures:
    for _ in range(max(5, count // 10)):
        await call()
    remaining = count
    started = _now()

    async def work() -> None:
        nonlocal remaining
        while remaining > 0:
            remaining -= 1
            await call()

    await asyncio.gather(*(work() for _ in range(in_flight)))
    return _figures(key, count, started)


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _figures(key: str, count: int, started: tuple[float, float]) -> Figures:
    clock, processor = (now - then for now, then in zip(_now(), started, strict=True))
    return {key: count / clock, f"{key}_cpu": count / processor}


def _sync_figures(base_url: str) -> Figures:
    with Sipgate(token_id=TOKEN_ID, token=TOKEN, base_url=base_url) as client:

        def rates(key: str, call: Callable[[], object], count: int) -> Figures:
            for _ in range(max(5, count // 10)):
                call()
            started = _now()
            for _ in range(count):
                call()
            return _figures(key, count, started)

        return {
            **rates("one", client.users.list, SEQUENTIAL),
            **rates("pages", lambda: client.history.list(types=["SMS", "FAX"], limit=1000), PAGES),
        }


if __name__ == "__main__":
    sys.exit(main())
