"""The state of a sandbox account, which consists only of rows in tables.

Request handlers read and put rows. `State.commit` saves and returns the changes of a successful request, and
`State.undo` reverts the changes of a failed request. Ids and random-looking values are derived from the state itself,
so that the same requests on the same seed return the same responses.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from . import call_engine, calls_and_history, logins, messages, people, phones
from .contacts import ContactTable
from .history import HistoryTable
from .schedule import ScheduleTable
from .tables import Table, TableChange, TableRow

__all__ = [
    "ContactTable",
    "HistoryTable",
    "State",
    "Table",
    "TableChange",
    "calls_and_history",
    "messages",
    "people",
    "phones",
]

RowT = TypeVar("RowT", bound=TableRow)
TableT = TypeVar("TableT", bound=Table[Any])


class State:
    """All data of an account. Each table is an attribute, and `tables` contains the tables by name."""

    def __init__(self) -> None:
        self.tables: dict[str, Table[Any]] = {}
        self._undo_log: list[TableChange] = []
        self.persist: Callable[[list[TableChange]], None] | None = None
        """A function that saves the changes of a commit before the commit takes effect, or raises OSError."""
        self._accounts = self._table("accounts", people.Account)
        self._counters = self._table("counters", people.Counter)
        self._webhook_settings = self._table("webhook_settings", messages.WebhookSettings)
        self.users = self._table("users", people.User)
        self.tokens = self._table("tokens", people.Token)
        self.addresses = self._table("addresses", people.Address)
        self.oauth_clients = self._table("oauth_clients", people.OAuthClient)
        self.authorization_codes = self._table("authorization_codes", logins.AuthorizationCode)
        self.login_sessions = self._table("login_sessions", logins.LoginSession)
        self.password_resets = self._table("password_resets", people.PasswordReset)
        self.portings = self._table("portings", people.Porting)
        self.app_events = self._table("app_events", people.AppEvent)
        self.devices = self._table("devices", phones.Device)
        self.phonelines = self._table("phonelines", phones.Phoneline)
        self.parallel_forwardings = self._table("parallel_forwardings", phones.ParallelForwarding)
        self.groups = self._table("groups", phones.Group)
        self.channels = self._table("channels", phones.Channel)
        self.numbers = self._table("numbers", phones.Number)
        self.voicemails = self._table("voicemails", phones.Voicemail)
        self.greetings = self._table("greetings", phones.Greeting)
        self.auto_recordings = self._table("auto_recordings", phones.AutoRecording)
        self.blocked_numbers = self._table("blocked_numbers", phones.BlockedNumber)
        self.sms_extensions = self._table("sms_extensions", messages.SmsExtension)
        self.sms_caller_ids = self._table("sms_caller_ids", messages.SmsCallerId)
        self.faxlines = self._table("faxlines", messages.Faxline)
        self.notifications = self._table("notifications", messages.Notification)
        self.sent_sms = self._table("sent_sms", messages.SentSms)
        self.sent_faxes = self._table("sent_faxes", messages.SentFax)
        self.received_faxes = self._table("received_faxes", messages.ReceivedFax)
        self.started_calls = self._table("started_calls", messages.StartedCall)
        self.webhook_log = self._table("webhook_log", messages.WebhookExchange)
        self.calls = self._table("calls", calls_and_history.LiveCall)
        self.call_flows = self._table("call_flows", call_engine.CallFlow)
        self.call_records = self._table("call_records", call_engine.CallRecord)
        self.deliveries = self._table("deliveries", call_engine.WebhookDelivery)
        self.labels = self._table("labels", calls_and_history.Label)
        self.coming = self._table("coming", calls_and_history.HistoryRow)
        self.agenda = self._register(ScheduleTable("agenda", self._undo_log))
        self.contacts = self._register(ContactTable("contacts", self._undo_log))
        self.history = self._register(HistoryTable("history", self._undo_log))
        self.channel_events = self._register(HistoryTable("channel_events", self._undo_log))

    def _table(self, name: str, kind: type[RowT]) -> Table[RowT]:
        return self._register(Table(name, kind, self._undo_log))

    def _register(self, table: TableT) -> TableT:
        self.tables[table.name] = table
        return table

    @property
    def account(self) -> people.Account:
        """The account row."""
        return self._accounts["account"]

    @account.setter
    def account(self, row: people.Account) -> None:
        self._accounts.put(row)

    @property
    def webhook_settings(self) -> messages.WebhookSettings:
        """The account's sipgate.io settings."""
        return self._webhook_settings.get("settings") or messages.WebhookSettings()

    @webhook_settings.setter
    def webhook_settings(self, row: messages.WebhookSettings) -> None:
        self._webhook_settings.put(row)

    def count(self, kind: str, start: int = 0) -> int:
        """Return the next number for a kind of id. Numbers are never reused, not even after a row is removed."""
        counter = self._counters.get(kind)
        following = (counter.last if counter else start) + 1
        self._counters.put(people.Counter(kind, following))
        return following

    def new_extension(self, letter: str) -> str:
        """Return the next free extension id with this letter, such as `e5`."""
        return f"{letter}{self.count(letter, start=-1)}"

    def new_hex(self, kind: str, length: int = 32) -> str:
        """Return random-looking uppercase hexadecimal digits, which differ at each call with the same kind."""
        seed = f"{self.account.secret}:{kind}:{self.count(kind)}"
        return hashlib.sha512(seed.encode()).hexdigest().upper()[:length]

    def new_uuid(self, kind: str) -> str:
        """Return a random-looking UUID of version 4."""
        return str(uuid.UUID(self.new_hex(kind), version=4))

    def commit(self) -> list[TableChange]:
        """Save the changes since the last commit or undo, and return them in order.

        Raises:
            OSError: The changes could not be saved and were undone.
        """
        changes = self._undo_log.copy()
        if changes and self.persist is not None:
            try:
                self.persist(changes)
            except BaseException:
                self.undo()
                raise
        self._undo_log.clear()
        return changes

    def undo(self) -> None:
        """Undo all changes since the last commit."""
        while self._undo_log:
            change = self._undo_log.pop()
            self.tables[change.table].restore(change)
