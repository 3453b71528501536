"""Measures memory and time for exporting 100,000 contacts to CSV, vCard and JSON, and importing them again.

A server on loopback, in a separate process, creates the contacts on request and returns them page by page. Each
measurement runs in a new process. Memory is the peak above the level after all imports and the first contact.
"""

from __future__ import annotations

import argparse
import asyncio
import inspect
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from sipgate_tools.models import BulkProgress

LIMIT_MB: Final = 100
KINDS: Final = ("csv", "vcard", "json")
CLIENTS: Final = ("Sipgate", "AsyncSipgate")


def main(arguments: list[str] | None = None) -> int:
    """Measure, print a table, and return 0 if the goal was met, else 1."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--contacts", type=int, default=100_000)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument(
        "--measure", nargs=4, metavar=("CLIENT", "JOB", "PORT", "FILE"), help=argparse.SUPPRESS
    )
    options = parser.parse_args(arguments)
    if options.serve:
        serve(options.contacts)
        return 0
    if options.measure:
        print(json.dumps(measure(*options.measure)))
        return 0
    return compare(options.contacts)


def compare(count: int) -> int:
    """Measure every job with both clients, print a table, and return the exit code."""
    print(f"{count:,} contacts; goal: at most {LIMIT_MB} MB of resident memory above the start\n")
    print(f"{'client':13} {'job':13} {'MB above start':>15} {'seconds':>8} {'file in MB':>11}")
    highest = 0.0
    with tempfile.TemporaryDirectory() as folder, serving(count) as port:
        for client in CLIENTS:
            for job in (*(f"export {kind}" for kind in KINDS), *(f"import {kind}" for kind in KINDS[:2])):
                verb, kind = job.split()
                path = Path(folder) / f"{client}.{kind}"
                result = run("--measure", client, job, str(port), str(path))
                if result["contacts"] != count:
                    print(
                        f"{client} {job}: {result['contacts']} contacts instead of {count}", file=sys.stderr
                    )
                    return 1
                size = f"{path.stat().st_size / 1e6:11.1f}" if verb == "export" else ""
                print(f"{client:13} {job:13} {result['megabytes']:15.1f} {result['seconds']:8.1f} {size}")
                highest = max(highest, result["megabytes"])
    met = highest <= LIMIT_MB
    print(f"\nhighest: {highest:.1f} MB: goal {'met' if met else 'NOT met'}")
    print("import: a dry run that compares every row with all contacts, all of them there already")
    return 0 if met else 1


def run(*arguments: str) -> dict[str, Any]:
    """Run this script in a new process, and return its measurements."""
    command = [sys.executable, __file__, *arguments]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return json.loads(done.stdout)


def measure(client_name: str, job: str, port: str, file: str) -> dict[str, Any]:
    """Run one job in this process, and return its peak memory in MB, its seconds, and the number of contacts."""
    import sipgate_tools  # noqa: PLC0415 - part of what is measured

    client_class: Any = getattr(sipgate_tools, client_name)
    client = client_class(
        token_id="token-ABC123",
        token="01234567-89ab-4def-8123-456789abcdef",
        base_url=f"http://127.0.0.1:{port}/v2",
    )
    return asyncio.run(measured(client, job, Path(file)))


async def measured(client: Any, job: str, path: Path) -> dict[str, Any]:
    """Run a job with either client, and return its measurements."""
    verb, kind = job.split()
    method = getattr(client.contacts, f"{verb}_{kind}")
    await result_of(client.contacts.list(limit=1))
    read_number()
    forget_peak()
    start, began = resident_megabytes("VmRSS"), time.perf_counter()
    if verb == "export":
        steps: list[BulkProgress] = []
        await result_of(method(path=path, progress=steps.append))
        counted = steps[-1].done
    else:
        counted = len((await result_of(method(path, dry_run=True))).duplicates)
    return {
        "megabytes": resident_megabytes("VmHWM") - start,
        "seconds": time.perf_counter() - began,
        "contacts": counted,
    }


async def result_of(value: Any) -> Any:
    """Return the result of a method of either client."""
    return await value if inspect.isawaitable(value) else value


def read_number() -> None:
    """Load libphonenumber before the measurement, which does not include its tables."""
    from sipgate_tools.values import phone_number  # noqa: PLC0415 - imports libphonenumber

    phone_number("+4915799912345")


def resident_megabytes(name: str) -> float:
    """Return the current (`VmRSS`) or highest (`VmHWM`) resident memory of this process in MB (Linux)."""
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1]) / 1024


def forget_peak() -> None:
    """Reset the highest resident memory to the current one."""
    Path("/proc/self/clear_refs").write_text("5")


@contextmanager
def serving(count: int) -> Generator[int]:
    """Serve contacts in a separate process, and yield its port."""
    command = [sys.executable, __file__, "--serve", "--contacts", str(count)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.wait()


def serve(count: int) -> None:
    """Serve GET /v2/contacts with pages by cursor or offset."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            query = parse_qs(urlsplit(self.path).query)
            last = query.get("lastId", [""])[0]
            begin = int(last.removeprefix("contact-")) + 1 if last else int(query.get("offset", ["0"])[0])
            end = min(begin + int(query.get("limit", ["5000"])[0]), count)
            page = {"items": [contact(number) for number in range(begin, end)], "totalCount": count}
            content = json.dumps(page).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_request(self, code: object = "-", size: object = "-") -> None:
            del code, size

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()


def contact(number: int) -> dict[str, Any]:
    """Return a contact as the API returns it."""
    return {
        "id": f"contact-{number:07d}",
        "name": f"Jörg Müller-Lüdenscheidt {number}",
        "picture": None,
        "emails": [{"email": f"joerg.mueller.{number}@example.org", "type": ["work"]}],
        "numbers": [
            {"number": f"+49157{number:08d}", "type": ["cell"]},
            {"number": f"+49211{number:07d}", "type": ["work"]},
        ],
        "addresses": [
            {
                "streetAddress": f"Gladbacher Straße {number % 300}",
                "locality": "Düsseldorf",
                "postalCode": "40219",
                "country": "Deutschland",
                "type": ["work"],
            }
        ],
        "organization": [[f"Beispiel {number % 1000} GmbH", "Einkauf"]],
        "scope": "SHARED" if number % 3 else "PRIVATE",
        "note": "calls on Mondays",
        "websites": [],
    }


if __name__ == "__main__":
    sys.exit(main())
