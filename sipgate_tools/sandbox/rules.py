"""What a sandbox account costs, how long things take in it, and how it decides what sipgate's documents leave open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Any, Literal, get_args, get_type_hints


@dataclass(frozen=True, slots=True)
class Rules:
    """What a sandbox account costs, how long things take in it, and what it does where nothing is settled.

    Prices are in ten-thousandths of the currency unit; times follow the sandbox's clock. Each rule whose value is a
    word stands for a question that sipgate's documents and programs answer differently or not at all: the default is
    the likelier answer, or the one that sipgate's own examples need. `docs/sandbox.md` lists them.

    Attributes:
        history_lag: how long after a sending or a call its history entry shows up.
        ring: how long an outgoing call rings until it is answered.
        fax_pending: how long a fax waits before it is sent.
        fax_sending: how long sending a fax takes.
        sms_price: what one SMS costs.
        fax_price: what one fax page costs.
        call_price: what starting a call costs.
        access_token_lifetime: how long an access token lives.
        refresh_token_lifetime: how long a refresh token lives.
        webhook_timeout: how long a webhook may take to answer, by the clock of the machine; then the call goes on.
            sipgate waits only briefly; in its log answers become critical beyond four seconds.
        calls_in_history: whether a neo account has its calls in the history too and not only among the events of its
            channels, as sipgate does for customers who were moved from a classic one.
        empty_dtmf: the field `dtmf` of a `dtmf` event when no key was pressed in time: missing, or there and empty.
        hangup_in_gather: what the webhook is sent when the caller hangs up while digits are collected: `hangup`
            alone, or before it a `dtmf` event with `dtmf=-1`.
        hangup_unheard: whether `hangup` is sent, or lost, when the caller hangs up during `<Play>` or on a voicemail.
        several_actions: an answer with several actions: it counts for nothing, its first action counts, or its
            actions are done one after the other (what follows a `<Play>` comes when the sound is over).
        text_after_xml: text behind the XML of an answer: the answer counts for nothing, or the text is ignored.
        put_new_contact: `PUT /contacts/{id}` with a UUID that no contact has: 404, or it makes the contact.
        client_urls: whether an OAuth client needs `privacyUrl` and `termsUrl`.
        redirect_wildcards: where `*` counts in a registered redirect URI: anywhere, or at the end only.
        userinfo_email: whether the OAuth `userinfo` has an e-mail address; the access token always has it.
        sms_status: the status of a sent SMS, 204 or 200.
        start_call_status: the status of `POST /calls` (neo), 200 or 201.
    """

    history_lag: timedelta = timedelta(seconds=1)
    ring: timedelta = timedelta(seconds=1)
    fax_pending: timedelta = timedelta(seconds=1)
    fax_sending: timedelta = timedelta(seconds=1)
    sms_price: int = 790
    fax_price: int = 190
    call_price: int = 100
    access_token_lifetime: timedelta = timedelta(seconds=300)
    refresh_token_lifetime: timedelta = timedelta(days=30)
    webhook_timeout: timedelta = timedelta(seconds=4)
    calls_in_history: bool = False
    empty_dtmf: Literal["missing", "empty"] = "missing"
    hangup_in_gather: Literal["hangup", "dtmf=-1"] = "hangup"
    hangup_unheard: Literal["sent", "lost"] = "sent"
    several_actions: Literal["refused", "first", "in-order"] = "refused"
    text_after_xml: Literal["refused", "ignored"] = "refused"
    put_new_contact: Literal["created", "not-found"] = "created"
    client_urls: Literal["optional", "required"] = "optional"
    redirect_wildcards: Literal["anywhere", "at-the-end"] = "anywhere"
    userinfo_email: bool = False
    sms_status: Literal[204, 200] = 204
    start_call_status: Literal[200, 201] = 200

    def __post_init__(self) -> None:
        """Refuse a value that a rule does not have.

        Raises:
            ValueError: with the rule and the values it has.
        """
        for name, kind in _kinds().items():
            value = getattr(self, name)
            choices = get_args(kind)
            if choices and value not in choices:
                known = ", ".join(map(str, choices))
                raise ValueError(f"The rule {name} has no value {value!r}. It has: {known}.")


def _kinds() -> dict[str, Any]:
    return get_type_hints(Rules)


def changed(rules: Rules, texts: Iterable[str]) -> Rules:
    """Return the rules with some set from texts such as `empty_dtmf=empty` or `history_lag=2.5` (seconds).

    Raises:
        ValueError: no such rule, or it has no such value.
    """
    values: dict[str, Any] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise ValueError(f"{text!r} sets no rule. Write name=value, such as empty_dtmf=empty.")
        values[name.strip().replace("-", "_")] = value.strip()
    return with_values(rules, values)


def with_values(rules: Rules, values: Mapping[str, Any]) -> Rules:
    """Return the rules with some set from JSON values or texts; times are seconds.

    Raises:
        ValueError: no such rule, or it has no such value.
    """
    kinds = _kinds()
    unknown = sorted(set(values) - set(kinds))
    if unknown:
        raise ValueError(f"There is no rule {unknown[0]}. There are: {', '.join(kinds)}.")
    return replace(rules, **{name: _value(name, kinds[name], value) for name, value in values.items()})


def as_values(rules: Rules) -> dict[str, Any]:
    """Return the rules as JSON values; times are seconds."""
    values = {one.name: getattr(rules, one.name) for one in fields(rules)}
    return {
        name: value.total_seconds() if isinstance(value, timedelta) else value
        for name, value in values.items()
    }


def _value(name: str, kind: Any, value: Any) -> Any:
    text = str(value).strip().lower()
    choices = {str(choice): choice for choice in get_args(kind)}
    if choices:
        return choices.get(text, value)
    try:
        if kind is bool:
            return {"true": True, "false": False}[text]
        if kind is timedelta:
            return _seconds(float(text))
        return int(text)
    except (KeyError, ValueError, OverflowError):
        wanted = {bool: "true or false", timedelta: "seconds, 0 or more"}.get(kind, "a whole number")
        raise ValueError(f"The rule {name} has no value {value!r}. It wants {wanted}.") from None


def _seconds(number: float) -> timedelta:
    if not number >= 0:
        raise ValueError
    return timedelta(seconds=number)
