"""The state of a sandbox account: plain rows in tables, and nothing else.

Whoever handles a request reads and puts rows; `State.undo` takes back what a failed request did and
`State.commit` hands over what a successful one changed. Ids and random-looking values are derived from the
state itself, so that the same requests on the same seed give the same answers.
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
    """Everything the sandbox remembers, one attribute per table; `tables` has them by name."""

    def __init__(self) -> None:
        self.tables: dict[str, Table[Any]] = {}
        self._journal: list[TableChange] = []
        self.keeper: Callable[[list[TableChange]], None] | None = None
        """Writes down the changes of a commit before it counts; raises OSError when it cannot."""
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
        self.agenda = self._known(ScheduleTable("agenda", self._journal))
        self.contacts = self._known(ContactTable("contacts", self._journal))
        self.history = self._known(HistoryTable("history", self._journal))
        self.channel_events = self._known(HistoryTable("channel_events", self._journal))

    def _table(self, name: str, kind: type[RowT]) -> Table[RowT]:
        return self._known(Table(name, kind, self._journal))

    def _known(self, table: TableT) -> TableT:
        self.tables[table.name] = table
        return table

    @property
    def account(self) -> people.Account:
        """The one account."""
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
        """The next number of a kind of id; numbers are never given twice, not even after a removal."""
        counter = self._counters.get(kind)
        following = (counter.last if counter else start) + 1
        self._counters.put(people.Counter(kind, following))
        return following

    def new_extension(self, letter: str) -> str:
        """The next free extension id with this letter, such as `e5`."""
        return f"{letter}{self.count(letter, start=-1)}"

    def new_hex(self, kind: str, length: int = 32) -> str:
        """Random-looking upper-case hexadecimal digits, never the same twice for a kind."""
        seed = f"{self.account.secret}:{kind}:{self.count(kind)}"
        return hashlib.sha512(seed.encode()).hexdigest().upper()[:length]

    def new_uuid(self, kind: str) -> str:
        """A random-looking UUID of version 4."""
        return str(uuid.UUID(self.new_hex(kind), version=4))

    def commit(self) -> list[TableChange]:
        """What changed since the last commit or undo, in order.

        Raises:
            OSError: the keeper could not write it down; it is undone.
        """
        changes = self._journal.copy()
        if changes and self.keeper is not None:
            try:
                self.keeper(changes)
            except BaseException:
                self.undo()
                raise
        self._journal.clear()
        return changes

    def undo(self) -> None:
        """Take back everything since the last commit."""
        while self._journal:
            change = self._journal.pop()
            self.tables[change.table].restore(change)
