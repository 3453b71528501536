# Made by scripts/make_sync.py from tests/client/_async/contacts/test_contacts_bulk.py: edit that file.
"""Bulk deletion and change of contacts: every page, every outcome, nothing else."""

import pytest

from sipgate_tools import InvalidInput, NotAuthenticated, Sipgate
from sipgate_tools.models import BulkProgress, BulkReport, Contact
from sipgate_tools.sandbox import Sandbox
from tests.client.accounts import access


def crowded(client: Sipgate, count: int) -> None:
    rows = "".join(f"Vor{number},Nach{number},+49157{number:08d}\n" for number in range(count))
    client.contacts.import_csv("firstname,lastname,number\n" + rows)


def test_all_private_contacts_are_deleted_page_by_page_and_no_other() -> None:
    sandbox = Sandbox()
    with Sipgate(**access(sandbox)) as client:
        crowded(client, 700)
        private = [contact.id for contact in client.contacts.iterate("PRIVATE")]
        others = [contact for contact in client.contacts.iterate() if contact.scope != "PRIVATE"]
        report = client.contacts.delete_all_private()
        assert sorted(report.done) == sorted(private)
        assert report.complete
        assert list(client.contacts.list()) == others
        assert client.contacts.delete_all_private() == BulkReport()
    # Never the operation that deletes everything when its body is lost.
    assert ("DELETE", "/v2/contacts") not in sandbox.requests


def test_all_shared_contacts_are_deleted_and_no_other() -> None:
    with Sipgate(**access(Sandbox())) as client:
        shared = [contact.id for contact in client.contacts.list("SHARED")]
        others = [contact for contact in client.contacts.iterate() if contact.scope != "SHARED"]
        report = client.contacts.delete_all_shared()
        assert sorted(report.done) == sorted(shared)
        assert list(client.contacts.list()) == others


def test_a_dry_run_deletes_nothing_and_says_what_would_go() -> None:
    with Sipgate(**access(Sandbox())) as client:
        before = list(client.contacts.list("PRIVATE"))
        report = client.contacts.delete_all_private(dry_run=True)
        assert list(client.contacts.list("PRIVATE")) == before
    assert report == BulkReport(skipped=tuple(contact.id for contact in before))


def test_chosen_contacts_are_deleted_and_those_that_were_gone_count_as_deleted() -> None:
    with Sipgate(**access(Sandbox())) as client:
        one, two, *_ = client.contacts.list("PRIVATE")
        client.contacts.delete(two.id)
        report = client.contacts.delete_many([one, two.id, one.id])
        assert {one.id, two.id} & {contact.id for contact in client.contacts.list()} == set()
    assert sorted(report.done) == sorted([one.id, two.id])
    assert report.complete


def test_what_names_no_contact_is_refused_before_anything_is_sent() -> None:
    sandbox = Sandbox()
    with Sipgate(**access(sandbox)) as client:
        for wrong in ([], [""], ["a/b"], "c1"):
            with pytest.raises(InvalidInput):
                client.contacts.delete_many(wrong)
    assert sandbox.requests == []


def test_a_delete_whose_response_was_lost_is_unknown_and_not_retried() -> None:
    sandbox = Sandbox(faults=["drop-after@deleteContact*1"])
    with Sipgate(**access(sandbox)) as client:
        private = [contact.id for contact in client.contacts.list("PRIVATE")]
        report = client.contacts.delete_all_private(at_once=1)
    assert report == BulkReport(done=tuple(private[1:]), unknown=(private[0],))
    assert [method for method, _ in sandbox.requests].count("DELETE") == len(private)


def test_deleting_stops_when_the_credentials_do_and_says_what_is_left() -> None:
    sandbox = Sandbox(faults=["401@deleteContact+1"])
    with Sipgate(**access(sandbox)) as client:
        private = [contact.id for contact in client.contacts.list("PRIVATE")]
        report = client.contacts.delete_all_private(at_once=1)
        with pytest.raises(NotAuthenticated):
            client.contacts.delete_all_private()
    assert report.done == tuple(private[:1])
    assert report.skipped == tuple(private[1:])
    assert report.stopped
    assert "401" in report.stopped
    assert not report.complete


def test_progress_is_told_and_can_stop() -> None:
    steps: list[BulkProgress] = []

    def until_two(step: BulkProgress) -> bool:
        steps.append(step)
        return step.done < 2

    with Sipgate(**access(Sandbox())) as client:
        crowded(client, 5)
        report = client.contacts.delete_all_private(at_once=1, progress=until_two)
    assert len(report.done) == 2
    assert len(report.skipped) == (steps[0].total or 0) - 2
    assert steps[-1].report == report


def test_many_contacts_are_changed_each_as_it_was_given() -> None:
    with Sipgate(**access(Sandbox())) as client:
        before = [*client.contacts.list("PRIVATE"), *client.contacts.list("SHARED")]
        changed = [contact.replace(note=contact.name.upper()) for contact in before]
        report = client.contacts.update_many(changed, at_once=3)
        assert [client.contacts.get(contact.id) for contact in before] == changed
    assert sorted(report.done) == sorted(contact.id for contact in before)


def test_one_wrong_contact_among_many_is_found_before_the_first_is_sent() -> None:
    sandbox = Sandbox()
    with Sipgate(**access(sandbox)) as client:
        private = list(client.contacts.list("PRIVATE"))
        internal = list(client.contacts.list("INTERNAL"))
        for wrong in ([*private, *internal], [*private, private[0]], [Contact(name="Ada")], []):
            with pytest.raises(InvalidInput):
                client.contacts.update_many(wrong)
    assert {method for method, _ in sandbox.requests} == {"GET"}
