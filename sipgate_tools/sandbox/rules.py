"""Rules of a sandbox account: prices, durations, and behavior that sipgate does not document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Any, Literal, get_args, get_type_hints


@dataclass(frozen=True, slots=True)
class Rules:
    """Prices, durations, and behavior that sipgate does not document.

    Prices are in ten-thousandths of the currency unit. Durations follow the sandbox's clock. A rule with a choice of
    strings covers behavior that sipgate's documents and programs describe in different ways or not at all. Its default
    is the more likely behavior, or the behavior that sipgate's own examples need. `docs/sandbox.md` lists these rules.

    Attributes:
        history_lag: The delay until the history entry of a message or call appears.
        ring: The time that an outgoing call rings before it is answered.
        fax_pending: The time that a fax waits before it is sent.
        fax_sending: The time that sending a fax takes.
        sms_price: The price of one SMS part.
        fax_price: The price of one fax page.
        call_price: The price of starting a call.
        access_token_lifetime: The lifetime of an access token.
        refresh_token_lifetime: The lifetime of a refresh token.
        webhook_timeout: The timeout for the response to a webhook, measured with the machine's clock. After the
            timeout, the call continues without the response. sipgate's own timeout is short: the log at sipgate marks
            responses that take more than four seconds as critical.
        calls_in_history: Whether the calls of a neo account appear in the history as well as in the events of the
            account's channels, as for customers who migrated from a classic account.
        empty_dtmf: Whether the field `dtmf` of a `dtmf` event without digits is "missing" or "empty".
        hangup_in_gather: The events that are sent when the caller hangs up while digits are gathered: only `hangup`
            ("hangup"), or a `dtmf` event with `dtmf=-1` before `hangup` ("dtmf=-1").
        hangup_unheard: Whether `hangup` is "sent" or "lost" when the caller hangs up during `<Play>` or on a voicemail.
        several_actions: The handling of a response with several actions. The response can be "refused", only the
            "first" action can run, or the actions can run "in-order", where the action after a `<Play>` runs when the
            sound has ended.
        text_after_xml: The handling of text after the XML of a response. The text can be "ignored", or the whole
            response "refused".
        put_new_contact: The effect of `PUT /contacts/{id}` with an unknown UUID: creates a contact ("created") or
            returns 404 ("not-found").
        client_urls: Whether `privacyUrl` and `termsUrl` of an OAuth client are "optional" or "required".
        redirect_wildcards: The positions where `*` is a wildcard in a registered redirect URI: "anywhere" or only
            "at-the-end".
        userinfo_email: Whether the OAuth `userinfo` contains the e-mail address. The access token always contains it.
        sms_status: The HTTP status for a sent SMS, 204 or 200.
        start_call_status: The HTTP status of `POST /calls` (neo), 200 or 201.
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
        """Validate the values.

        Raises:
            ValueError: The value of a rule with a fixed set of values is not in that set.
        """
        for name, kind in _kinds().items():
            value = getattr(self, name)
            choices = get_args(kind)
            if choices and value not in choices:
                allowed = ", ".join(map(str, choices))
                raise ValueError(f"Invalid value {value!r} for the rule {name}. Allowed: {allowed}.")


def _kinds() -> dict[str, Any]:
    return get_type_hints(Rules)


def with_settings(rules: Rules, texts: Iterable[str]) -> Rules:
    """Return a copy of the rules with settings such as `empty_dtmf=empty` or `history_lag=2.5` (seconds) applied.

    Raises:
        ValueError: A rule is unknown, or its value is not allowed.
    """
    values: dict[str, Any] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise ValueError(f"{text!r} does not set a rule. Use name=value, such as empty_dtmf=empty.")
        values[name.strip().replace("-", "_")] = value.strip()
    return with_values(rules, values)


def with_values(rules: Rules, values: Mapping[str, Any]) -> Rules:
    """Return a copy of the rules with JSON values or strings applied. Durations are in seconds.

    Raises:
        ValueError: A rule is unknown, or its value is not allowed.
    """
    kinds = _kinds()
    unknown = sorted(set(values) - set(kinds))
    if unknown:
        raise ValueError(f"Unknown rule {unknown[0]}. Allowed: {', '.join(kinds)}.")
    return replace(rules, **{name: _value(name, kinds[name], value) for name, value in values.items()})


def as_values(rules: Rules) -> dict[str, Any]:
    """Return the rules as JSON values by name. Durations are in seconds."""
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
        expected = {bool: "true or false", timedelta: "seconds, 0 or more"}.get(kind, "a whole number")
        raise ValueError(f"Invalid value {value!r} for the rule {name}. Expected: {expected}.") from None


def _seconds(number: float) -> timedelta:
    if not number >= 0:
        raise ValueError
    return timedelta(seconds=number)
