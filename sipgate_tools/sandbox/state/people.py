"""Rows for the account, its users, their credentials and addresses, OAuth clients, and portings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args

Platform = Literal["classic", "neo"]
PLATFORMS: Final[tuple[Platform, ...]] = get_args(Platform)


@dataclass(frozen=True, slots=True)
class Account:
    """The account.

    `balance` is in ten-thousandths of the currency unit, `missing_features` are the features that are not active, and
    `secret` is the source of all random-looking values, so that the same steps result in the same ids.
    """

    platform: Platform
    company: str
    master_sip_id: str
    domain: str
    balance: int
    secret: str
    currency: str = "EUR"
    verified: bool = True
    verification_code: str = "SANDBOX"
    main_product_type: str = "TEAM"
    logo_url: str = ""
    tac_accepted: bool = True
    missing_features: tuple[str, ...] = ()
    id: str = "account"


@dataclass(frozen=True, slots=True)
class User:
    """A user (w extension). `restricted` contains the kinds of calls that the user is not allowed to make."""

    id: str
    firstname: str
    lastname: str
    email: str
    password: str
    admin: bool = False
    default_device: str = ""
    busy_on_busy: bool = False
    address_id: str = ""
    direct_dial_ids: tuple[str, ...] = ()
    timezone: str = "Europe/Berlin"
    locale: str = "de_DE"
    restricted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Token:
    """A personal access token. `id` is the token id (the user name), and `secret` is the token (the password)."""

    id: str
    secret: str
    user_id: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address of the account. `id` is an int32 as a string."""

    id: str
    street: str
    number: str
    postcode: str
    city: str
    country: str
    state: str = ""
    address1: str = ""
    address2: str = ""


@dataclass(frozen=True, slots=True)
class OAuthClient:
    """An OAuth client as created by `POST /authorization/oauth2/clients`."""

    id: str
    secret: str
    owner: str
    name: str
    description: str
    redirect_uris: tuple[str, ...]
    web_origins: tuple[str, ...]
    privacy_url: str
    terms_url: str


@dataclass(frozen=True, slots=True)
class PasswordReset:
    """A requested password reset. `id` is the nonce in the link that the e-mail contains."""

    id: str
    user_id: str
    requested: datetime


@dataclass(frozen=True, slots=True)
class PortingNumber:
    """A number that is being ported."""

    id: str
    number: str


@dataclass(frozen=True, slots=True)
class Porting:
    """A porting of numbers from another carrier."""

    id: str
    port_date: str
    numbers: tuple[PortingNumber, ...]
    status: int = 1
    revocable: bool = True
    pending: bool = True


@dataclass(frozen=True, slots=True)
class AppEvent:
    """A message that sipgate's own apps show."""

    id: str
    type: str
    name: str
    payload: dict[str, str]


@dataclass(frozen=True, slots=True)
class Counter:
    """The last number that was used for a kind of id, so that ids are never reused."""

    id: str
    last: int
