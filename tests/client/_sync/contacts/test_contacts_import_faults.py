# Made by scripts/make_sync.py from tests/client/_async/contacts/test_contacts_import_faults.py: edit that file.
"""Imports of contacts with faults, or stopped early: outcomes are known, and nothing is created twice."""

import pytest

from sipgate_tools import PermissionDenied, Sipgate
from sipgate_tools.models import BulkProgress
from sipgate_tools.sandbox import Sandbox
from tests.client.accounts import access

PLAIN = "firstname,lastname,number\nAda,Lovelace,+4915799912345\nJörg,Müller,0211 1234567\n"
TYPED = "First Name;Last Name;Mobile Phone;E-mail Address\n" + "".join(
    f"Person;No{number};+49157{number:08d};p{number}@example.org\n" for number in range(6)
)


def writes_of(sandbox: Sandbox, operation: str) -> int:
    """Return the number of write requests of an operation."""
    return sandbox.requests.count(("POST", f"/v2/contacts{operation}"))


def names(sandbox: Sandbox) -> list[str]:
    return [contact.name for contact in sandbox.state.contacts]


def test_a_refused_row_does_not_stop_the_others() -> None:
    sandbox = Sandbox(seed="empty", faults=["400@createContact*1+2"])
    with Sipgate(**access(sandbox)) as client:
        report = client.contacts.import_csv(TYPED, at_once=1)
    assert report.created == (2, 3, 5, 6, 7)
    assert [row.line for row in report.refused] == [4]
    assert "400" in report.refused[0].reason


@pytest.mark.parametrize("fault", ["drop-after@createContact*1+2", "503@createContact*1+2"])
def test_a_row_whose_response_was_lost_is_reported_as_unknown_and_sent_once(fault: str) -> None:
    sandbox = Sandbox(seed="empty", faults=[fault])
    with Sipgate(**access(sandbox)) as client:
        report = client.contacts.import_csv(TYPED, at_once=1)
        assert writes_of(sandbox, "") == 6
        again = client.contacts.import_csv(TYPED)
    assert report.created == (2, 3, 5, 6, 7)
    assert [row.line for row in report.unknown] == [4]
    assert not report.complete
    # The next import shows whether it happened: the contact exists or not.
    assert len(again.created) + len(again.duplicates) == 6
    assert sorted(names(sandbox))[-6:] == [f"Person No{number}" for number in range(6)]


def test_a_csv_that_sipgate_cannot_read_is_refused_row_by_row() -> None:
    with Sipgate(**access(Sandbox(faults=["500@importFromCSV"]))) as client:
        report = client.contacts.import_csv(PLAIN)
    assert [row.line for row in report.refused] == [2, 3]
    assert report.unknown == ()


def test_a_429_slows_the_import_down_and_loses_nothing() -> None:
    sandbox = Sandbox(seed="empty", faults=["429:retry-after=0@createContact*2+1"])
    with Sipgate(**access(sandbox)) as client:
        report = client.contacts.import_csv(TYPED, at_once=2)
    assert report.created == (2, 3, 4, 5, 6, 7)
    assert writes_of(sandbox, "") == 8


def test_a_429_with_a_very_long_retry_after_stops_the_import() -> None:
    sandbox = Sandbox(seed="empty", faults=["429:retry-after=86400@createContact+2"])
    with Sipgate(**access(sandbox)) as client:
        report = client.contacts.import_csv(TYPED, at_once=1)
    assert report.created == (2, 3)
    assert report.next_line == 4
    assert report.stopped
    assert "429" in report.stopped
    assert writes_of(sandbox, "") == 3


@pytest.mark.parametrize("fault", ["401@createContact+2", "refuse@createContact+2"])
def test_an_import_stops_where_going_on_makes_no_sense(fault: str) -> None:
    sandbox = Sandbox(seed="empty", faults=[fault])
    with Sipgate(**access(sandbox), retries=0) as client:
        report = client.contacts.import_csv(TYPED, at_once=1)
        sandbox.faults.clear()
        rest = client.contacts.import_csv(TYPED)
    assert report.created == (2, 3)
    assert report.next_line == 4
    assert f"stopped before line 4: {report.stopped}" in str(report)
    assert rest.created == (4, 5, 6, 7)


def test_an_import_that_may_not_write_at_all_raises() -> None:
    sandbox = Sandbox(faults=["403@createContact"])
    with Sipgate(**access(sandbox)) as client:
        with pytest.raises(PermissionDenied, match="contacts:write"):
            client.contacts.import_csv(TYPED, at_once=1)
    assert writes_of(sandbox, "") == 1


def test_progress_is_told_after_every_request_and_the_report_at_the_end() -> None:
    steps: list[BulkProgress] = []
    with Sipgate(**access(Sandbox(seed="empty"))) as client:
        report = client.contacts.import_csv(TYPED + "x;y;z;\n", at_once=3, progress=steps.append)
    assert [step.done for step in steps[:-1]] == [1, 2, 3, 4, 5, 6]
    assert all(step.report is None for step in steps[:-1])
    assert (steps[-1].report, steps[-1].failed) == (report, 1)


@pytest.mark.parametrize("at_once", [1, 3])
def test_progress_can_stop_an_import_which_can_be_taken_up_again(at_once: int) -> None:
    def until_two(step: BulkProgress) -> bool:
        return step.done < 2

    sandbox = Sandbox(seed="empty")
    with Sipgate(**access(sandbox)) as client:
        report = client.contacts.import_csv(TYPED, at_once=at_once, progress=until_two)
        assert 2 <= len(report.created) <= 1 + at_once
        assert report.stopped == "The progress callback returned False."
        # Of rows that are sent concurrently, the later one may finish first.
        assert report.next_line == min({2, 3, 4, 5, 6, 7} - set(report.created))
        rest = client.contacts.import_csv(TYPED)
    assert sorted(report.created + rest.created) == [2, 3, 4, 5, 6, 7]
    assert len([name for name in names(sandbox) if name.startswith("Person")]) == 6


def test_a_progress_callback_that_fails_ends_the_import_with_its_error() -> None:
    def broken(step: BulkProgress) -> None:
        if step.report is None:
            raise LookupError("no screen")

    with Sipgate(**access(Sandbox(seed="empty"))) as client:
        with pytest.raises(LookupError, match="no screen"):
            client.contacts.import_csv(TYPED, at_once=2, progress=broken)
