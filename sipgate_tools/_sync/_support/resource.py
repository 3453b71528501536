# Made by scripts/make_sync.py from sipgate_tools/_async/_support/resource.py: edit that file.
"""What the facades of one client share: the connection, and what was learnt about the account."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sipgate_api.api.authorization import userinfo
from sipgate_api.types import Request

from sipgate_tools._backends.sync import Lock
from sipgate_tools._http.requests import decode_response
from sipgate_tools.models._lists import (
    ListResponse,
    RecordDecoder,
    RecordT,
    list_response_in,
    list_response_of,
    record_decoder,
)
from sipgate_tools.models.users import Platform, UserInfo

from .rwlock import SyncRWLock

if TYPE_CHECKING:
    from .._http.connection import SyncConnection


@dataclass
class AccountCache:
    """What is asked once: it belongs to the credentials, and they do not change.

    Attributes:
        user: Who the credentials belong to.
        platform: Which platform the account runs on.
        settings_lock: Held from reading settings to writing them back.
        sender_gates: One gate per SMS extension: while one send has chosen a sender, no other may leave.
    """

    user: UserInfo | None = None
    platform: Platform | None = None
    settings_lock: Lock = field(default_factory=Lock)
    sender_gates: defaultdict[str, SyncRWLock] = field(default_factory=lambda: defaultdict(SyncRWLock))


@dataclass(frozen=True)
class SyncResource:
    """A connection and a memory; copies of a client with other options share the memory."""

    connection: SyncConnection
    memory: AccountCache

    def payload(self, request: Request[Any]) -> Any:
        """Send a request and return the decoded JSON of its answer."""
        return self.connection.payload(request)

    def listing(
        self, request: Request[Any], rows: RecordDecoder[RecordT], *names: str
    ) -> ListResponse[RecordT]:
        """Send a request and return the list in its answer.

        Args:
            request: The request.
            rows: How the objects in the list are read.
            names: Where in the answer the list may be; `items` when none is named.

        Raises:
            UnexpectedResponse: The answer is not JSON, or holds neither an object nor a list.
        """
        answer = self.connection.send(request)
        listing = list_response_in(answer.content, rows, *names)
        return (
            list_response_of(decode_response(answer, request), rows, *names) if listing is None else listing
        )

    def records(self, request: Request[Any], model: type[RecordT], *names: str) -> list[RecordT]:
        """Send a request and return the objects of the list in its answer; arguments and errors as for `listing`."""
        return list((self.listing(request, record_decoder(model), *names)).items)

    def confirm(self, request: Request[Any]) -> None:
        """Send a request whose answer says nothing beyond its status."""
        self.connection.send(request)

    def user_info(self) -> UserInfo:
        """Return who the credentials belong to (operation userinfo), asked once."""
        if self.memory.user is None:
            self.memory.user = UserInfo.from_payload(self.payload(userinfo.build_request()))
        return self.memory.user

    def user_id(self, given: str | None = None) -> str:
        """Return the user id that was given, checked, or the authenticated user's."""
        if given is not None:
            from sipgate_tools.values import extension_id

            return extension_id(given, "w", argument="user_id")
        return (self.user_info()).sub
