"""Requests on stdio that cannot be read: each that has an id is answered with it, and what follows is served."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Generator, Iterable
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, cast

import pytest

PROGRAM = str(Path(sys.executable).with_name("sipgate-tools"))
PARSE, INVALID = -32700, -32600


def hello(version: str = "2025-06-18") -> dict[str, Any]:
    return {
        "jsonrpc": "2.0",
        "id": "hello",
        "method": "initialize",
        "params": {
            "protocolVersion": version,
            "capabilities": {"elicitation": {}},
            "clientInfo": {"name": "test", "version": "1"},
        },
    }


READY = {"jsonrpc": "2.0", "method": "notifications/initialized"}
PING = {"jsonrpc": "2.0", "id": "last", "method": "ping"}


class Host:
    """A host that speaks in lines of bytes."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process

    def say(self, *messages: Any) -> None:
        assert self.process.stdin is not None
        for message in messages:
            line = message if isinstance(message, bytes) else json.dumps(message).encode()
            self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()

    def hear(self) -> Any:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the server has ended"
        return json.loads(line)

    def hear_until_last(self, number: str = "last") -> list[Any]:
        """All that is said up to the answer to PING, or to what has another id."""
        heard: list[Any] = []
        while True:
            heard.append(self.hear())
            if not isinstance(heard[-1], list) and heard[-1].get("id") == number:
                return heard[:-1]


@contextmanager
def new_host(tmp_path: Path) -> Generator[Host]:
    """A host of a server that nothing has been said to."""
    with subprocess.Popen(
        [PROGRAM, "mcp", "--sandbox"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"HOME": str(tmp_path)},
    ) as process:
        try:
            yield Host(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(timeout=20)


class Hosts:
    """Hosts that are past the introduction; tests share one for each revision: a server takes a second to start."""

    def __init__(self, tmp_path: Path) -> None:
        self._running = ExitStack()
        self._folder = tmp_path
        self._idle: dict[str, Host] = {}

    @contextmanager
    def host(self, version: str = "2025-06-18") -> Generator[Host]:
        """A host of a server that speaks a revision; after a failure the next test has a new one."""
        it = self._idle.pop(version, None)
        if it is None:
            it = self._running.enter_context(new_host(self._folder))
            it.say(hello(version), READY)
            assert it.hear()["id"] == "hello"
        yield it
        it.say({**PING, "id": "left"})
        it.hear_until_last("left")
        self._idle[version] = it

    def close(self) -> None:
        self._running.close()


@pytest.fixture(scope="module")
def hosts(tmp_path_factory: pytest.TempPathFactory) -> Generator[Hosts]:
    made = Hosts(tmp_path_factory.mktemp("home"))
    yield made
    made.close()


def call(number: Any, arguments: str = "{}", name: str = "search_contacts") -> bytes:
    return (
        f'{{"jsonrpc":"2.0","id":{json.dumps(number)},"method":"tools/call",'
        f'"params":{{"name":"{name}","arguments":{arguments}}}}}'
    ).encode()


def ping(**changes: str) -> bytes:
    """A ping with members of its object replaced by JSON, or left out where that is empty."""
    members = {"jsonrpc": '"2.0"', "id": "7", "method": '"ping"', **changes}
    return ("{" + ",".join(f'"{name}":{value}' for name, value in members.items() if value) + "}").encode()


def nested(depth: int) -> str:
    return '{"a":' * depth + "1" + "}" * depth


REFUSED: dict[str, tuple[bytes, Any, int]] = {
    "half a pair": (call(7, '{"query":"a \\ud83d b"}'), 7, PARSE),
    "the other half": (call(7, '{"query":"\\uDC00"}'), 7, PARSE),
    "halves in the wrong order": (call(7, '{"query":"\\udc00\\ud83d"}'), 7, PARSE),
    "half a pair in a name": (call(7, '{"\\ud83d":1}'), 7, PARSE),
    "half a pair in the method": (ping(method='"\\ud83d"'), 7, PARSE),
    "half a pair in the id": (ping(id='"\\ud83d"'), "\ud83d", PARSE),
    "half a pair as bytes of UTF-8 and a missing brace": (b'{"jsonrpc":"2.0","id":7,"method":"\xed\xa0\xbd"', 7, PARSE),
    "params are a list": (ping(params="[]"), 7, INVALID),
    "params are a text": (ping(params='"x"'), 7, INVALID),
    "params are a number": (ping(params="0"), 7, INVALID),
    "params are false": (ping(params="false"), 7, INVALID),
    "no jsonrpc": (ping(jsonrpc=""), 7, INVALID),
    "jsonrpc 1.0": (ping(jsonrpc='"1.0"'), 7, INVALID),
    "jsonrpc is a number": (ping(jsonrpc="2.0"), 7, INVALID),
    "no method": (ping(method=""), 7, INVALID),
    "method is null": (ping(method="null"), 7, INVALID),
    "method is a number": (ping(method="1"), 7, INVALID),
    "method is a list": (ping(method='["ping"]'), 7, INVALID),
    "nothing but an id": (b'{"id":7}', 7, INVALID),
    "id is 1.5": (ping(id="1.5"), 1.5, INVALID),
    "id is 1.0": (ping(id="1.0"), 1.0, INVALID),
    "id is null": (ping(id="null"), None, INVALID),
    "id is true": (ping(id="true"), None, INVALID),
    "id is a list": (ping(id="[7]"), None, INVALID),
    "id is an object": (ping(id='{"id":7}'), None, INVALID),
    "id is infinite": (ping(id="1e999"), None, INVALID),
    "NaN": (call(7, '{"limit":NaN}'), 7, PARSE),
    "Infinity": (call(7, '{"limit":-Infinity}'), 7, PARSE),
    "undefined": (call(7, '{"limit":undefined}'), 7, PARSE),
    "single quotes": (b"{'jsonrpc':'2.0',\"id\":7,'method':'ping'}", 7, PARSE),
    "comma at the end": (ping()[:-1] + b",}", 7, PARSE),
    "cut off": (call(7, '{"query":"abc"}')[:-20], 7, PARSE),
    "cut off in a text": (call(7, '{"query":"abc"}')[:-4], 7, PARSE),
    "cut off behind a backslash": (call(7, '{"query":"abc\\')[:-2] + b"\\", 7, PARSE),
    "one brace too many": (ping() + b"}", 7, PARSE),
    "raw line feed's cousin in a text": (call(7, '{"query":"a\x01b"}'), 7, PARSE),
    "comment": (b"/* hi */ " + ping(), 7, PARSE),
    "id behind what is wrong": (b'{"jsonrpc":"2.0","method":"ping","params":{"id":1,},"id":"seven"}', "seven", PARSE),
    "id of a part is not the id": (b'{"jsonrpc":"2.0","method":"ping","params":{"id":1,}}', None, PARSE),
    "id in a text is not the id": (b'{"jsonrpc":"2.0","method":"\\"id\\":9","x":01}', None, PARSE),
    "id with escapes": (b'{"id":"a\\"b\\u0041","method":nope}', 'a"bA', PARSE),
    "nested 300 deep": (call(7, nested(300)), 7, INVALID),
    "nested 100,000 deep": (call(7, nested(100_000)), 7, PARSE),
    "lists nested 100,000 deep": (call(7, '{"a":' + "[" * 100_000 + "]" * 100_000 + "}"), 7, PARSE),
    "a number": (b"1", None, INVALID),
    "a text": (b'"ping"', None, INVALID),
    "null": (b"null", None, INVALID),
    "words": (b"Hello, is anybody there?", None, PARSE),
    "HTTP": (b"GET / HTTP/1.1", None, PARSE),
    "bytes": (bytes(range(128, 256)), None, PARSE),
    "zero bytes": (b"\0\0\0", None, PARSE),
    "UTF-16": (ping().decode().encode("utf-16-le").replace(b"\n", b""), None, PARSE),
    "no batches in this revision": (b"[" + ping() + b"]", 7, INVALID),
    "an empty batch": (b"[]", None, INVALID),
}  # fmt: skip


def test_what_cannot_be_read_is_answered_with_its_id_and_the_next_is_served(hosts: Hosts) -> None:
    with hosts.host() as it:
        for name, (line, number, code) in REFUSED.items():
            it.say(line, PING)
            # Its reader answers at once, what the SDK is asked a little later.
            heard = it.hear_until_last()
            assert [(one["jsonrpc"], one["id"], one["error"]["code"]) for one in heard] == [
                ("2.0", number, code)
            ], name
            assert "Nothing was done" in heard[0]["error"]["message"]


def test_a_number_of_thousands_of_digits_is_answered_with_all_of_them(hosts: Hosts) -> None:
    with hosts.host() as it:
        digits = "7" * 6000
        it.say(ping(id=digits), PING)
        assert it.process.stdout is not None
        line = it.process.stdout.readline().decode()
    assert f'"id":{digits},' in line
    assert '"code": -32700' in line


SERVED: dict[str, tuple[bytes, Any]] = {
    "a large number": (ping(id=str(2**80)), 2**80),
    "a negative number": (ping(id="-1"), -1),
    "zero": (ping(id="0"), 0),
    "an empty text": (ping(id='""'), ""),
    "params are null": (ping(params="null"), 7),
    "a member too much": (ping(extra="[1]"), 7),
    "the same name twice": (b'{"jsonrpc":"2.0","id":1,"id":7,"method":"tools/list","method":"ping"}', 7),
    "a whole pair": (call(7, '{"query":"\\ud83d\\ude00"}'), 7),
    "bytes that are no UTF-8": (call(7).replace(b"{}", b'{"query":"\xff\xfe"}'), 7),
    "a mark before it": (b"\xef\xbb\xbf" + ping(), 7),
    "blanks around it": (b" \t " + ping() + b" \r", 7),
    "an unknown method": (ping(method='"no/such"'), 7),
    "a tool without a name": (ping(method='"tools/call"', params="{}"), 7),
    "arguments that are a list": (call(7, "[]"), 7),
    "arguments that are null": (call(7, "null"), 7),
    "a huge whole number": (call(7, '{"limit":' + "9" * 4000 + "}"), 7),
    "a huge exponent": (call(7, '{"limit":1e999}'), 7),
    "a name twice in the arguments": (call(7, '{"limit":1,"limit":2}'), 7),
    "nested 150 deep": (call(7, nested(150)), 7),
    "two megabytes": (call(7, '{"query":"' + "x" * 2_000_000 + '"}'), 7),
    "two megabytes of quotes": (call(7, '{"query":"' + '\\"' * 1_000_000 + '"}'), 7),
}


def test_what_is_odd_but_readable_is_served_once(hosts: Hosts) -> None:
    with hosts.host() as it:
        for name, (line, number) in SERVED.items():
            it.say(line)
            heard = it.hear()
            assert heard["id"] == number, name
            assert heard.get("error", {}).get("code") not in (PARSE, INVALID), name
        it.say(PING)
        assert it.hear_until_last() == []


def test_a_huge_line_that_is_no_json_is_answered_soon(hosts: Hosts) -> None:
    with hosts.host() as it:
        for broken in ('"' + '\\"' * 3_000_000, "[" * 3_000_000, '{"a":' * 1_000_000, "," * 3_000_000):
            it.say(b'{"jsonrpc":"2.0","id":7,"method":"ping","params":' + broken.encode(), PING)
            assert [one["id"] for one in it.hear_until_last()] == [7]


SILENT = [
    b"",
    b"   ",
    b"\r",
    b"\xef\xbb\xbf",
    b'{"jsonrpc":"2.0","method":"notifications/cancelled","params":[]}',
    b'{"jsonrpc":"2.0","method":"notifications/no-such"}',
    b'{"jsonrpc":"1.0","method":"notifications/initialized"}',
    b'{"method":"x","params":7}',
    b'{"jsonrpc":"2.0","id":99,"result":{}}',
    b'{"jsonrpc":"2.0","id":99,"result":[]}',
    b'{"jsonrpc":"2.0","id":99,"error":{}}',
    b'{"jsonrpc":"2.0","id":99,"error":{"code":1,"message":"\\ud83d"}}',
    b'{"jsonrpc":"2.0","id":null,"error":{"code":1,"message":"?"}}',
    b'{"jsonrpc":"2.0","method":"notifications/cancelled","params":' + nested(300).encode() + b"}",
]


def test_notifications_and_responses_get_no_response_whatever_they_are(hosts: Hosts) -> None:
    with hosts.host() as it:
        it.say(*SILENT, PING)
        assert it.hear_until_last() == []


@pytest.mark.parametrize(
    "first",
    [b"\xef\xbb\xbf" + json.dumps(hello()).encode(), b"\xef\xbb\xbf\n" + json.dumps(hello()).encode()],
)
def test_a_mark_before_the_first_message_is_passed_over(first: bytes, tmp_path: Path) -> None:
    with new_host(tmp_path) as it:
        it.say(first)
        assert it.hear()["result"]["serverInfo"]["name"] == "sipgate-tools"
        it.say(READY, PING)
        assert it.hear_until_last() == []


def test_what_cannot_be_read_before_the_introduction_is_answered_too(tmp_path: Path) -> None:
    with new_host(tmp_path) as it:
        it.say(
            b"nonsense", ping(params="[]"), b"[" + json.dumps(hello()).encode() + b"]", hello(), READY, PING
        )
        heard = [(one.get("id"), one.get("error", {}).get("code")) for one in it.hear_until_last()]
    assert heard == [(None, PARSE), (7, INVALID), ("hello", INVALID), ("hello", None)]


def batch(*messages: bytes) -> bytes:
    return b"[" + b",".join(messages) + b"]"


def ids(responses: Iterable[Any]) -> list[Any]:
    return sorted((one["id"] for one in responses), key=str)


def test_a_batch_of_2025_03_26_is_answered_by_one_array(hosts: Hosts) -> None:
    with hosts.host("2025-03-26") as it:
        it.say(batch(ping(id="1"), call(2), json.dumps(READY).encode(), ping(id="3", method='"no/such"')))
        responses = it.hear()
        assert ids(responses) == [1, 2, 3]
        assert [("result" in one) for one in sorted(responses, key=lambda one: one["id"])] == [
            True,
            True,
            False,
        ]
        it.say(PING)
        assert it.hear_until_last() == []


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        (batch(ping(id="1"), ping(id="1.5"), b"7", ping(id="2", params="[]")), [1, 1.5, 2, None]),
        (batch(b"1", b"2", b"[]"), [None, None, None]),
        (batch(call(1, '{"query":"\\ud83d"}'), ping(id="2")), [1, 2]),
        (batch(call(1, nested(300)), ping(id="2")), [1, 2]),
        (batch(json.dumps(hello()).encode(), ping(id="2")), [2, "hello"]),
        (batch(ping(id="1"), ping(id="1")), [1, 1]),
    ],
)
def test_each_request_of_a_batch_has_its_response_in_the_array(
    line: bytes, numbers: list[Any], hosts: Hosts
) -> None:
    with hosts.host("2025-03-26") as it:
        it.say(line)
        assert ids(it.hear()) == numbers
        it.say(PING)
        assert it.hear_until_last() == []


def test_a_batch_that_is_empty_or_no_json_is_no_batch(hosts: Hosts) -> None:
    with hosts.host("2025-03-26") as it:
        it.say(b"[]", PING)
        assert [(one["id"], one["error"]["code"]) for one in it.hear_until_last()] == [(None, INVALID)]
        it.say(batch(ping(id="1"), ping(id="2"))[:-3], PING)
        assert ids(it.hear_until_last()) == [1, 2]
        it.say(batch(json.dumps(READY).encode()), PING)
        assert it.hear_until_last() == []


@pytest.mark.parametrize("version", ["2024-11-05", "2025-06-18", "2025-11-25"])
def test_in_a_revision_without_batches_each_id_of_one_gets_an_error(version: str, hosts: Hosts) -> None:
    with hosts.host(version) as it:
        it.say(batch(ping(id="1"), json.dumps(READY).encode(), call(2), b"[]"), PING)
        heard = it.hear_until_last()
    assert ids(heard) == [1, 2, None]
    assert {one["error"]["code"] for one in heard} == {INVALID}


def test_a_cancelled_request_of_a_batch_does_not_hold_up_the_others(hosts: Hosts) -> None:
    with hosts.host("2025-03-26") as it:
        it.say(batch(ping(id="1"), call(2, '{"to":"+491729925904","message":"Hallo"}', "send_sms")))
        assert it.hear()["method"] == "elicitation/create"
        it.say({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 2}})
        it.say(PING)
        heard = it.hear_until_last()
    # The server takes back its question, too.
    batches = [ids(cast("list[Any]", one)) for one in heard if isinstance(one, list)]
    assert batches == [[1]]
    assert [one["method"] for one in heard if not isinstance(one, list)] == ["notifications/cancelled"]


@pytest.mark.parametrize(
    "response",
    [
        '{"jsonrpc":"2.0","id":ID,"result":{"action":"accept","content":{"confirm":true,"x":"\\ud83d"}}}',
        '{"jsonrpc":"2.0","id":ID,"result":[]}',
        '{"jsonrpc":"2.0","id":ID,"result":{"action":"accept"',
        '{"id":ID,"result":{"action":"accept","content":{"confirm":true}}}',
    ],
)
def test_an_unreadable_response_ends_the_call_that_waits_for_it_and_is_no_confirmation(
    response: str, hosts: Hosts
) -> None:
    with hosts.host() as it:
        it.say(call(7, '{"to":"+491729925904","message":"Hallo"}', "send_sms"))
        questions = it.hear()
        it.say(response.replace("ID", json.dumps(questions["id"])).encode())
        heard = it.hear()
    assert heard["id"] == 7
    assert "error" in heard or heard["result"]["isError"]
