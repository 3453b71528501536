"""Rules of a sandbox account: prices, durations, and the behaviour that sipgate's documentation leaves open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Any, Literal, get_args, get_type_hints


@dataclass(frozen=True, slots=True)
class Rules:
    """Prices, durations, and the behaviour that sipgate's documentation leaves open.

    Prices are in ten-thousandths of the currency unit; durations follow the sandbox's clock. A rule whose value is a
    word covers behaviour that sipgate's documents and programs describe in different ways or not at all: the default
    is the more likely one, or the one that sipgate's own examples need. `docs/sandbox.md` lists them.

    Attributes:
        history_lag: Delay until the history entry of a message or call appears.
        ring: How long an outgoing call rings until it is answered.
        fax_pending: How long a fax waits before it is sent.
        fax_sending: How long sending a fax takes.
        sms_price: Price of one SMS part.
        fax_price: Price of one fax page.
        call_price: Price of starting a call.
        access_token_lifetime: Lifetime of an access token.
        refresh_token_lifetime: Lifetime of a refresh token.
        webhook_timeout: Timeout for the response to a webhook, by the machine's clock; the call then continues.
            sipgate's timeout is short; its log marks responses after more than four seconds as critical.
        calls_in_history: Whether the calls of a neo account are in the history too, and not only among the events of
            its channels, as for customers who were migrated from a classic account.
        empty_dtmf: The field `dtmf` of a `dtmf` event without digits: missing or empty.
        hangup_in_gather: The events when the caller hangs up while digits are gathered: `hangup` alone, or preceded
            by a `dtmf` event with `dtmf=-1`.
        hangup_unheard: Whether `hangup` is sent or lost when the caller hangs up during `<Play>` or on a voicemail.
        several_actions: A response with several actions: it is refused, only its first action counts, or its actions
            run in order (the action after a `<Play>` runs when the sound is over).
        text_after_xml: Text after the XML of a response: the response is refused, or the text is ignored.
        put_new_contact: `PUT /contacts/{id}` with an unknown UUID: creates the contact, or returns 404.
        client_urls: Whether `privacyUrl` and `termsUrl` of an OAuth client are required.
        redirect_wildcards: Where `*` is a wildcard in a registered redirect URI: anywhere, or at the end only.
        userinfo_email: Whether the OAuth `userinfo` contains the e-mail address; the access token always does.
        sms_status: The status for a sent SMS, 204 or 200.
        start_call_status: The status of `POST /calls` (neo), 200 or 201.
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
            ValueError: A value is not allowed; the message names the rule and its values.
        """
        for name, kind in _kinds().items():
            value = getattr(self, name)
            choices = get_args(kind)
            if choices and value not in choices:
                allowed = ", ".join(map(str, choices))
                raise ValueError(f"The rule {name} has no value {value!r}. It has: {allowed}.")


def _kinds() -> dict[str, Any]:
    return get_type_hints(Rules)


def with_settings(rules: Rules, texts: Iterable[str]) -> Rules:
    """Return the rules with settings such as `empty_dtmf=empty` or `history_lag=2.5` (seconds) applied.

    Raises:
        ValueError: A rule is unknown, or its value is not allowed.
    """
    values: dict[str, Any] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise ValueError(f"{text!r} does not set a rule. Write name=value, such as empty_dtmf=empty.")
        values[name.strip().replace("-", "_")] = value.strip()
    return with_values(rules, values)


def with_values(rules: Rules, values: Mapping[str, Any]) -> Rules:
    """Return the rules with JSON values or strings applied; durations are seconds.

    Raises:
        ValueError: A rule is unknown, or its value is not allowed.
    """
    kinds = _kinds()
    unknown = sorted(set(values) - set(kinds))
    if unknown:
        raise ValueError(f"There is no rule {unknown[0]}. Choose one of: {', '.join(kinds)}.")
    return replace(rules, **{name: _value(name, kinds[name], value) for name, value in values.items()})


def as_values(rules: Rules) -> dict[str, Any]:
    """Return the rules as JSON values; durations are seconds."""
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
        raise ValueError(f"The rule {name} has no value {value!r}. Expected: {expected}.") from None


def _seconds(number: float) -> timedelta:
    if not number >= 0:
        raise ValueError
    return timedelta(seconds=number)
