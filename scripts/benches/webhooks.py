"""Benchmarks the webhook server, without a store and with SQLite, against the reference's server.

Each server runs on one core, and the load is generated on the other. Each round starts a new process with new data, and
posts deliveries that were never posted before, signed with 4096 bits. Rounds alternate between the servers, so that
other load affects all of them. On a shared machine, deliveries per second of processor time (CPU) are more meaningful
than deliveries per second.
"""

from __future__ import annotations

import argparse
import os
import select
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import Pool
from pathlib import Path
from typing import Final

from sipgate_tools.webhooks import verify_signature

sys.path.insert(0, str(Path(__file__).parent))
from webhook_key import FastKey

HERE: Final = Path(__file__).parent
REFERENCE, WITHOUT, SQLITE = "reference (Node.js)", "ours, no store", "ours, SQLite"
SERVER_CORE, LOAD_CORE = 1, 0
# The reference identifies deliveries of sipgate by this header alone.
ORIGIN: Final = "217.116.118.254"
FORM: Final = "application/x-www-form-urlencoded; charset=UTF-8"


@dataclass
class Measured:
    """The measurements from all rounds of one server."""

    per_second: list[float] = field(default_factory=list[float])
    per_cpu_second: list[float] = field(default_factory=list[float])
    milliseconds: list[float] = field(default_factory=list[float])

    def percentile(self, part: float) -> float:
        """Return the latency below which this fraction of the deliveries stayed."""
        return sorted(self.milliseconds)[int(len(self.milliseconds) * part)]


def main(arguments: list[str] | None = None) -> int:
    """Measure, print a table, and return 0 if the goals were met, else 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=4.0, help="length of a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--deliveries", type=int, default=24_000, help="how many are signed beforehand")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        print(f"signing {options.deliveries} deliveries ...", file=sys.stderr)
        key = FastKey()
        with Pool() as pool:
            deliveries = pool.map(_delivery, range(options.deliveries), chunksize=500)
        measured: dict[str, Measured] = {name: Measured() for name in (REFERENCE, WITHOUT, SQLITE)}
        for number in range(options.rounds):
            for name, results in measured.items():
                with _server(name, key.public_key, Path(folder) / f"{number}.db") as serving:
                    if serving is not None:
                        port, process_id = serving
                        before, answered = _cpu_seconds(process_id), len(results.milliseconds)
                        _post(port, deliveries, options.connections, options.seconds, results)
                        spent = _cpu_seconds(process_id) - before
                        results.per_cpu_second.append((len(results.milliseconds) - answered) / spent)
    verifying = _verifications_per_second(key)
    return _report(measured, verifying)


def _delivery(number: int) -> bytes:
    body = (
        f"event=newCall&direction=in&from=492111234567&to=4915791234567&callId={number:010d}"
        f"&origCallId={number:010d}&user%5B%5D=Alice&user%5B%5D=Bob+M%C3%BCller&userId%5B%5D=w0&userId%5B%5D=w1"
        "&fullUserId%5B%5D=1234567w0&fullUserId%5B%5D=1234567w1&xcid=abc"
    ).encode()
    global _key
    _key = _key or FastKey()
    head = (
        "POST /hook HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: sipgate.io\r\n"
        f"Content-Type: {FORM}\r\nX-Forwarded-For: {ORIGIN}\r\nContent-Length: {len(body)}\r\nX-Sipgate-Signature: "
    )
    return head.encode() + _key.sign(body) + b"\r\n\r\n" + body


_key: FastKey | None = None


@contextmanager
def _server(name: str, public_key: str, database: Path) -> Generator[tuple[int, int] | None]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    environment = os.environ | {
        "BENCH_PORT": str(port),
        "BENCH_URL": "http://127.0.0.1/hook",
        "BENCH_KEY": public_key,
        "BENCH_STORE": str(database) if name == SQLITE else "",
    }
    if name == REFERENCE:
        modules = Path(
            os.environ.get("SIPGATE_TOOLS_NODE_MODULES") or HERE.parents[1] / "tests/node/node_modules"
        )
        node = shutil.which("node")
        if node is None or not (modules / "sipgateio").is_dir():
            print(
                "the reference is not installed: npm install --no-save --prefix tests/node", file=sys.stderr
            )
            yield None
            return
        environment["BENCH_NODE_MODULES"] = str(modules.resolve())
        command = [node, str(HERE / "webhook_reference.js")]
    else:
        command = [sys.executable, str(HERE / "webhook_app.py")]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        os.sched_setaffinity(process.pid, {SERVER_CORE})
        os.sched_setaffinity(0, {LOAD_CORE})
        _wait_for(port, process)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError("the server does not listen")


def _post(port: int, deliveries: list[bytes], connections: int, seconds: float, results: Measured) -> None:
    """Post deliveries over persistent connections, one at a time on each, until the time is over."""
    pending = iter(deliveries)
    poll = select.epoll()
    open_: dict[int, tuple[socket.socket, list[float]]] = {}
    answered = 0
    begin = time.perf_counter()
    for _ in range(connections):
        connection = socket.create_connection(("127.0.0.1", port))
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        poll.register(connection, select.EPOLLIN)
        open_[connection.fileno()] = (connection, [time.perf_counter()])
        connection.sendall(next(pending))
    received: dict[int, bytes] = dict.fromkeys(open_, b"")
    while time.perf_counter() - begin < seconds and answered < len(deliveries) - connections:
        for number, _ in poll.poll(1):
            connection, sent = open_[number]
            received[number] += connection.recv(65536)
            if not received[number].rstrip().endswith(b"</Response>"):
                continue
            if not received[number].startswith(b"HTTP/1.1 200") or b"4915799912345" not in received[number]:
                raise RuntimeError(f"an unexpected response: {received[number]!r}")
            received[number] = b""
            now = time.perf_counter()
            results.milliseconds.append((now - sent[0]) * 1000)
            answered += 1
            sent[0] = now
            following = next(pending, None)
            if following is not None:
                connection.sendall(following)
    results.per_second.append(answered / (time.perf_counter() - begin))
    for connection, _ in open_.values():
        connection.close()
    poll.close()


def _cpu_seconds(process_id: int) -> float:
    fields = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _verifications_per_second(key: FastKey) -> float:
    """Return how many signatures one core can verify per second, which is the upper limit for any server."""
    body = b"event=newCall&callId=1"
    signature = key.sign(body)
    begin = time.process_time()
    for _ in range(5000):
        verify_signature(body, signature, key.public_key)
    return 5000 / (time.process_time() - begin)


def _report(measured: dict[str, Measured], verifying: float) -> int:
    print(f"{'':22}{'per second':>12}{'per CPU s':>12}{'p50 ms':>9}{'p99 ms':>9}   rounds")
    for name, results in measured.items():
        if results.per_second:
            rounds = " ".join(f"{value:.0f}" for value in results.per_second)
            middle = statistics.median(results.per_second)
            low, high = results.percentile(0.5), results.percentile(0.99)
            alone = statistics.median(results.per_cpu_second)
            print(f"{name:22}{middle:12.0f}{alone:12.0f}{low:9.2f}{high:9.2f}   {rounds}")
    print(
        f"{'verifying alone':22}{'':12}{verifying:12.0f}   ({1e6 / verifying:.0f} us of each delivery, RSA-4096)"
    )
    reference = measured[REFERENCE]
    if not reference.per_second:
        return 0
    met = True
    for name, goal in ((WITHOUT, 3.0), (SQLITE, 1.5)):
        ours = measured[name]
        factor = statistics.median(ours.per_second) / statistics.median(reference.per_second)
        alone = statistics.median(ours.per_cpu_second) / statistics.median(reference.per_cpu_second)
        faster = ours.percentile(0.99) < reference.percentile(0.99)
        met = met and alone >= goal and faster
        tail = "below" if faster else "ABOVE"
        print(
            f"{name}: {alone:.2f} times the reference by CPU time (goal {goal}), {factor:.2f} by the clock,"
            f" p99 {tail} its p99"
        )
    return 0 if met else 1


if __name__ == "__main__":
    raise SystemExit(main())
