# Made by scripts/make_sync.py from tests/client/_async/test_faults.py: edit that file.
"""The client's handling of everything that can go wrong on the network."""

import errno
import io
from pathlib import Path

import httpx2
import pytest

from sipgate_tools import (
    ApiStatusError,
    BadRequest,
    Conflict,
    ConnectionFailed,
    InsufficientFunds,
    NotAuthenticated,
    NotFound,
    OutcomeUnknown,
    PermissionDenied,
    RateLimited,
    RetryPolicy,
    ServerError,
    Sipgate,
    SipgateError,
    TimedOut,
    UnexpectedResponse,
)
from tests.client.credentials import TOKEN, TOKEN_ID
from tests.client.scripted_server import Reply, Script, scripted_server

AT_ONCE = RetryPolicy(backoff_seconds=0)
TEXT = "Dinner at eight?"


def client_of(script: Script, timeout: float = 5.0) -> Sipgate:
    return Sipgate(token_id=TOKEN_ID, token=TOKEN, base_url=script.base_url, timeout=timeout, retries=AT_ONCE)


def send(client: Sipgate) -> None:
    client.sms.send(to="+4915799912345", message=TEXT, sms_id="s0")


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, BadRequest),
        (401, NotAuthenticated),
        (402, InsufficientFunds),
        (403, PermissionDenied),
        (404, NotFound),
        (409, Conflict),
        (418, ApiStatusError),
        (429, RateLimited),
        (500, ServerError),
        (503, ServerError),
        (520, ServerError),
    ],
)
def test_each_status_is_its_own_error_with_a_way_out(status: int, kind: type[ApiStatusError]) -> None:
    with scripted_server(Reply(status)) as script:
        with client_of(script) as client:
            with pytest.raises(kind) as caught:
                send(client)
    error = caught.value
    assert type(error) is kind
    assert (error.status, error.method, error.path) == (status, "POST", "/v2/sessions/sms")
    assert error.hint
    assert len(script.received) == 1


def test_a_refusal_in_json_is_quoted_and_names_the_scope() -> None:
    refusal = {"errors": [{"status": 403, "title": "Forbidden", "detail": "Insufficient permissions"}]}
    with scripted_server(Reply(403, refusal)) as script:
        with client_of(script) as client:
            with pytest.raises(PermissionDenied) as caught:
                send(client)
    assert "Insufficient permissions" in str(caught.value)
    assert "sessions:sms:write" in str(caught.value)


def test_a_refusal_in_plain_text_that_speaks_of_classic_explains_the_platform() -> None:
    with scripted_server(Reply(403, "This endpoint requires a sipgate Classic PBX Account")) as script:
        with client_of(script) as client:
            with pytest.raises(PermissionDenied) as caught:
                client.users.list()
    assert "neo" in str(caught.value)


def test_what_was_written_and_the_secrets_are_not_in_the_error_even_when_sipgate_repeats_them() -> None:
    echo = {"errors": [{"detail": f"cannot send {TEXT} with {TOKEN}"}], "message": TEXT}
    with scripted_server(Reply(400, echo)) as script:
        with client_of(script) as client:
            with pytest.raises(BadRequest) as caught:
                send(client)
    texts = f"{caught.value} {caught.value!r} {caught.value.body}"
    assert TEXT not in texts
    assert TOKEN not in texts


def test_a_read_is_repeated_after_429_and_obeys_retry_after() -> None:
    with scripted_server(
        Reply(429, headers={"retry-after": "0"}), Reply(503), Reply(200, {"items": []})
    ) as script:
        with client_of(script) as client:
            assert client.users.list() == []
    assert len(script.received) == 3


def test_a_read_that_keeps_failing_is_given_up_after_three_repetitions() -> None:
    with scripted_server(Reply(502)) as script:
        with client_of(script) as client:
            with pytest.raises(ServerError):
                client.users.list()
    assert len(script.received) == 4


def test_a_wait_that_is_too_long_is_told_instead_of_waited_for() -> None:
    with scripted_server(Reply(429, headers={"retry-after": "3600"})) as script:
        with client_of(script) as client:
            with pytest.raises(RateLimited) as caught:
                client.users.list()
    assert caught.value.retry_after == 3600
    assert len(script.received) == 1


def test_a_read_survives_a_dropped_connection() -> None:
    with scripted_server(Reply(drop=True), Reply(200, {"items": [{"id": "w0"}]})) as script:
        with client_of(script) as client:
            assert [user.id for user in client.users.list()] == ["w0"]


def test_a_write_whose_response_was_lost_is_sent_once_and_its_outcome_is_unknown() -> None:
    with scripted_server(Reply(drop=True)) as script:
        with client_of(script) as client:
            with pytest.raises(OutcomeUnknown, match="may have happened"):
                send(client)
    assert len(script.received) == 1


def test_a_write_without_a_response_is_sent_once_and_its_outcome_is_unknown() -> None:
    with scripted_server(Reply(hang=True)) as script:
        with client_of(script, timeout=0.2) as client:
            with pytest.raises(OutcomeUnknown):
                send(client)
    assert len(script.received) == 1


def test_a_read_without_a_response_times_out_once() -> None:
    with scripted_server(Reply(hang=True)) as script:
        with client_of(script, timeout=0.2) as client:
            with pytest.raises(TimedOut):
                client.users.list()
    assert len(script.received) == 1


def test_a_server_that_is_not_there_is_a_failed_connection_for_reads_and_writes() -> None:
    with scripted_server() as script:
        pass
    with client_of(script) as client:
        with pytest.raises(ConnectionFailed) as reading:
            client.users.list()
        with pytest.raises(ConnectionFailed) as writing:
            send(client)
    assert type(reading.value) is ConnectionFailed
    assert type(writing.value) is ConnectionFailed


def test_html_where_json_should_be_is_an_unexpected_response() -> None:
    page = Reply(200, "<html>Please log in</html>", {"content-type": "text/html"})
    with scripted_server(page) as script:
        with client_of(script) as client:
            with pytest.raises(UnexpectedResponse, match="text/html"):
                client.users.list()


def test_a_write_is_done_whatever_the_body_of_its_success_is() -> None:
    for body in (None, "OK", {"ok": True}, "<html/>"):
        with scripted_server(Reply(200, body)) as script:
            with client_of(script) as client:
                send(client)
        assert len(script.received) == 1


def test_a_write_is_done_when_its_success_arrives_in_pieces_that_stop() -> None:
    with scripted_server(Reply(200, "OK", announced_length=100)) as script:
        with client_of(script) as client:
            send(client)
    assert len(script.received) == 1


def test_odd_values_cost_themselves_only() -> None:
    entries = [
        {
            "id": "1",
            "type": "CALL",
            "direction": "SIDEWAYS",
            "labels": None,
            "duration": "soon",
            "recordings": [None],
        },
        {
            "id": "2",
            "type": "HOLOGRAM",
            "created": "yesterday",
            "connectionIds": [1, "p0"],
            "future": {"a": 1},
        },
        {"id": "3", "type": None, "endpoints": [{"type": "ROUTED", "endpoint": {"extension": 5}}]},
        {},
        "not an entry",
    ]
    with scripted_server(by_path={"/v2/history": Reply(200, {"items": entries})}) as script:
        with client_of(script) as client:
            page = client.history.list(types=["SMS"])
    assert [entry.id for entry in page] == ["1", "2", "3", ""]
    assert page[0].direction == "SIDEWAYS"
    assert page[0].labels == ()
    assert page[1].connection_ids == ("1", "p0")
    assert page[1].raw["future"] == {"a": 1}
    assert page.total_count is None


def test_every_error_can_be_caught_as_one_and_is_printed_with_its_hint() -> None:
    with scripted_server(Reply(402)) as script:
        with client_of(script) as client:
            with pytest.raises(SipgateError) as caught:
                send(client)
    assert str(caught.value).endswith(caught.value.hint or "?")


def test_half_a_character_in_one_name_does_not_cost_the_page() -> None:
    with scripted_server(
        Reply(200, '{"items": [{"id": "w0", "firstname": "A\\ud83d"}, {"id": "w1"}]}')
    ) as script:
        with client_of(script) as client:
            assert [user.id for user in client.users.list()] == ["w0", "w1"]


def test_json_of_endless_depth_is_an_unexpected_response() -> None:
    with scripted_server(Reply(200, "[" * 200_000)) as script:
        with client_of(script) as client:
            with pytest.raises(UnexpectedResponse):
                client.users.list()


def test_a_download_is_retried_after_temporary_faults_and_saved_completely(tmp_path: Path) -> None:
    busy = Reply(503, headers={"Retry-After": "0"})
    with scripted_server(busy, Reply(drop=True), Reply(200, b"RIFF")) as script:
        with client_of(script) as client:
            saved = client.history.download(f"{script.base_url}/recording", tmp_path / "call.wav")
    assert saved.read_bytes() == b"RIFF"
    assert len(script.received) == 3


def test_a_file_that_breaks_off_begins_anew(tmp_path: Path) -> None:
    with scripted_server(Reply(200, b"RIFF and more", announced_length=1000), Reply(200, b"RIFF")) as script:
        with client_of(script) as client:
            saved = client.history.download(f"{script.base_url}/recording", tmp_path / "call.wav")
    assert saved.read_bytes() == b"RIFF"
    assert len(script.received) == 2


def test_a_file_that_breaks_off_every_time_leaves_nothing_behind(tmp_path: Path) -> None:
    with scripted_server(Reply(200, b"RIFF", announced_length=1000)) as script:
        with client_of(script) as client:
            with pytest.raises(ConnectionFailed, match=r"http://127\.0\.0\.1"):
                client.history.download(f"{script.base_url}/recording", tmp_path / "call.wav")
    assert len(script.received) == 4
    assert list(tmp_path.iterdir()) == []


class FullDisk(io.BytesIO):
    def write(self, _: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_not_taken_for_a_fault_of_the_network() -> None:
    with scripted_server(Reply(200, b"RIFF")) as script:
        with client_of(script) as client:
            with pytest.raises(OSError, match="No space left"):
                client.api.save("/v2/recording", FullDisk())
    assert len(script.received) == 1


def test_a_file_that_keeps_failing_is_given_up_after_three_repetitions(tmp_path: Path) -> None:
    with scripted_server(Reply(503, headers={"Retry-After": "0"})) as script:
        with client_of(script) as client:
            with pytest.raises(ServerError):
                client.history.download(f"{script.base_url}/recording", tmp_path / "call.wav")
    assert len(script.received) == 4


@pytest.mark.parametrize(
    "foreign",
    [
        "https://files.example/1.wav",
        "https://api.sipgate.com.evil.example/v2/1.wav",
        "https://api.sipgate.comevil.example/1.wav",
        "https://api.sipgate.com:8443/v2/1.wav",
        "https://api.sipgate.com@evil.example/v2/1.wav",
        "http://api.sipgate.com/v2/1.wav",
        "https://sipgate.com/v2/1.wav",
        "https://API.sipgate.com.evil.example/1.wav",
    ],
)
def test_a_file_on_another_host_is_fetched_without_credentials(foreign: str, tmp_path: Path) -> None:
    requests: list[httpx2.Request] = []

    def respond(request: httpx2.Request) -> httpx2.Response:
        requests.append(request)
        return httpx2.Response(200, content=b"RIFF")

    with Sipgate(token_id=TOKEN_ID, token=TOKEN, transport=httpx2.MockTransport(respond)) as client:
        client.history.download(foreign, tmp_path / "1.wav")
        client.history.download("https://api.sipgate.com/v2/1.wav", tmp_path / "2.wav")
    abroad, at_home = requests
    assert at_home.headers["authorization"].startswith("Basic ")
    assert "authorization" not in abroad.headers
    assert not [name for name in abroad.headers if name.startswith("x-sipgate")]
    assert TOKEN not in str(abroad.headers)
