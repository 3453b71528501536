"""The master data of a seeded account: users, devices, phonelines, channels, numbers and settings."""

from __future__ import annotations

from typing import Final

from ..events.contact_book import add_internal_contact
from ..state import State
from ..state.messages import Faxline, Notification, SmsCallerId, SmsExtension, WebhookSettings
from ..state.people import (
    Account,
    Address,
    OAuthClient,
    Platform,
    Porting,
    PortingNumber,
    Token,
    User,
)
from ..state.phones import (
    BlockedNumber,
    Channel,
    ChannelUser,
    Device,
    Forwarding,
    Greeting,
    Group,
    Number,
    ParallelForwarding,
    Phoneline,
    Voicemail,
)
from . import people

TOKEN_IDS: Final = {"classic": "token-SNDBX1", "neo": "token-SNDBX2"}
PASSWORD: Final = "sandkasten"  # noqa: S105 - not a secret: the account is fictional
OAUTH_CLIENT: Final = OAuthClient(
    id="1234567-0-sandbox",
    secret="5a4db0c5-0b0e-4f4f-8d5e-0a7b0c5e5a4d",  # noqa: S106 - likewise
    owner="w0",
    name="A program of yours",
    description="Can redirect to any port of this machine",
    redirect_uris=("http://127.0.0.1/*", "http://localhost/*"),
    web_origins=(),
    privacy_url="",
    terms_url="",
)


def seed_account(state: State, platform: Platform) -> None:
    """Fill an empty state with the company that is in all seeds."""
    state.account = Account(
        platform=platform,
        company="Sandkasten GmbH",
        master_sip_id="1234567",
        domain="sandkasten.example.com",
        balance=350_000,
        secret=f"sandbox-{platform}",
    )
    _users(state)
    state.tokens.put(Token(TOKEN_IDS[platform], state.new_uuid("token"), "w0", ("all",)))
    state.oauth_clients.put(OAUTH_CLIENT)
    _devices(state, platform)
    _messages(state)
    if platform == "classic":
        _lines(state)
    else:
        _channels(state)
    _settings(state)
    for user in state.users:
        add_internal_contact(state, user)


def _users(state: State) -> None:
    people = (("Alex", "Sander", True), ("Berta", "Vogel", False), ("Carl", "Nowak", False))
    for given, family, admin in people:
        user_id = state.new_extension("w")
        state.users.put(
            User(
                user_id,
                given,
                family,
                f"{given}.{family}@sandkasten.example.com".lower(),
                PASSWORD,
                admin=admin,
                default_device=f"e{user_id[1:]}",
                address_id="1",
                restricted=("foreignSpecial", "highCostForeignNumbers"),
            )
        )
    key = str(state.count("address"))
    state.addresses.put(Address(key, "Spielplatzweg", "7", "10115", "Berlin", "DE"))
    key = str(state.count("address"))
    state.addresses.put(Address(key, "Am Sandberg", "12b", "20095", "Hamburg", "DE"))


def _devices(state: State, platform: Platform) -> None:
    for user in state.users:
        key = state.new_extension("e")
        state.devices.put(
            Device(
                key,
                user.id,
                f"Tischtelefon {user.firstname}",
                "REGISTER",
                password=state.new_hex("sip", 12).lower(),
                user_agent="Yealink SIP-T54W 96.86.0.100",
                caller_id=_own_number(user.id),
                emergency_address_id="1",
                online=user.id != "w2",
            )
        )
    state.devices.put(
        Device(
            state.new_extension("y"),
            "w0",
            "Mobiltelefon Alex",
            "MOBILE",
            caller_id=people.ALEX_MOBILE,
            sim_id="8949020000012345678",
            sim_state="ACTIVE",
            puk1="48213377",
            puk2="90156642",
        )
    )
    state.devices.put(
        Device(
            state.new_extension("y"),
            "w1",
            "SIM noch im Schrank",
            "MOBILE",
            online=False,
            sim_id="8949020000012345679",
        )
    )
    state.devices.put(
        Device(
            state.new_extension("x"),
            "w0",
            "Alex zu Hause",
            "EXTERNAL",
            number="+494066969180",
            caller_id="+493023125100",
        )
    )
    if platform == "neo":
        state.devices.put(Device(state.new_extension("e"), "w0", "sipgate App (Mac)", "DESKTOP_APP"))
        state.devices.put(Device(state.new_extension("a"), "w0", "sipgate App (iPhone)", "MOBILE_APP"))


def _own_number(user_id: str) -> str:
    return {"w0": people.ALEX_NUMBER, "w1": people.BERTA_NUMBER, "w2": people.CARL_NUMBER}[user_id]


def _messages(state: State) -> None:
    for user_id, alias in (("w0", "SMS von Alex"), ("w1", "SMS von Berta")):
        state.sms_extensions.put(SmsExtension(state.new_extension("s"), user_id, alias))
    senders = (
        ("s0", people.ALEX_MOBILE, True, True),
        ("s0", people.SMS_SECOND_SENDER, True, False),
        ("s1", "+491729973186", True, True),
        ("s1", "sipgate", True, False),
    )
    for sms_id, number, verified, default in senders:
        key = str(state.count("caller id", start=1000))
        state.sms_caller_ids.put(SmsCallerId(key, sms_id, number, verified=verified, default=default))
    state.faxlines.put(
        Faxline(state.new_extension("f"), "w0", "Fax von Alex", "Sandkasten GmbH", people.FAX_NUMBER)
    )
    state.faxlines.put(
        Faxline(state.new_extension("f"), "w1", "Fax von Berta", "Sandkasten GmbH", people.FAX_NUMBER)
    )


def _number(
    state: State,
    number: str,
    endpoint: str = "",
    *,
    channel: str = "",
    kind: str = "LANDLINE",
    block: str = "",
) -> None:
    localized = f"0{number[3:5]} {number[5:]}" if kind == "LANDLINE" else f"0{number[3:6]} {number[6:]}"
    key = str(state.count("number", start=5000))
    state.numbers.put(Number(key, number, localized, kind, endpoint, channel, block=block))


def _spare_numbers(state: State) -> None:
    """Add numbers without routing: a single number, and a block of ten."""
    _number(state, "+493023125150")
    for last in range(10):
        _number(state, f"{people.NUMBER_BLOCK}{last}", block=people.NUMBER_BLOCK)


def _lines(state: State) -> None:
    for user in state.users:
        key = state.new_extension("p")
        own = [device.id for device in state.devices if device.owner == user.id and device.id[0] in "ey"]
        forwardings = (Forwarding(f"v{user.id[1:]}", 20, active=True),)
        state.phonelines.put(Phoneline(key, user.id, f"Anschluss {user.firstname}", tuple(own), forwardings))
        voicemail = state.new_extension("v")
        state.voicemails.put(
            Voicemail(voicemail, key, f"Voicemail von {user.firstname}", access_number="+493023125199")
        )
        _number(state, _own_number(user.id), key)
    state.groups.put(Group(state.new_extension("g"), "Vertrieb", ("w0", "w1"), ("e0", "e1"), department_id=1))
    state.groups.put(Group(state.new_extension("g"), "Werkstatt", ("w2",), ("e2",), department_id=2))
    state.voicemails.put(
        Voicemail(state.new_extension("v"), "g0", "Voicemail Vertrieb", access_number="+493023125199")
    )
    state.faxlines.put(
        Faxline(state.new_extension("f"), "g0", "Fax Vertrieb", "Sandkasten Vertrieb", people.SALES_NUMBER)
    )
    _number(state, people.SALES_NUMBER, "g0")
    _number(state, people.FAX_NUMBER, "f0")
    _number(state, people.ALEX_MOBILE, "y0", kind="MOBILE")
    _spare_numbers(state)
    key = str(state.count("parallel forwarding", start=100))
    state.parallel_forwardings.put(ParallelForwarding(key, "p0", "Mobil", people.ALEX_MOBILE, active=False))


def _channels(state: State) -> None:
    sales, workshop = state.new_uuid("channel"), state.new_uuid("channel")
    state.channels.put(
        Channel(sales, "Zentrale", (ChannelUser("w0", ("e0", "y0", "e3", "a0")), ChannelUser("w1", ("e1",))))
    )
    state.channels.put(Channel(workshop, "Werkstatt", (ChannelUser("w2", ("e2",)),)))
    for user in state.users:
        state.voicemails.put(
            Voicemail(
                state.new_extension("v"),
                user.id,
                f"Voicemail von {user.firstname}",
                access_number="+493023125199",
            )
        )
        _number(state, _own_number(user.id), channel=workshop if user.id == "w2" else sales)
    _number(state, people.SALES_NUMBER, channel=sales)
    _number(state, people.FAX_NUMBER, "f0")
    _number(state, people.ALEX_MOBILE, "y0", kind="MOBILE")
    _spare_numbers(state)


def _settings(state: State) -> None:
    state.webhook_settings = WebhookSettings(whitelist=None)
    state.blocked_numbers.put(BlockedNumber("+4922147110999"))
    key = str(state.count("greeting", start=700))
    state.greetings.put(Greeting(key, "v0", "Bin gleich zurück.wav", active=True))
    key = str(state.count("porting", start=40))
    ported = (PortingNumber("1", "+493023125120"), PortingNumber("2", "+493023125121"))
    state.portings.put(Porting(key, "2026-12-15", ported))
    notifications = (
        ("fax", "email", "f0", "alex.sander@sandkasten.example.com", "INCOMING", ""),
        ("report", "email", "f0", "alex.sander@sandkasten.example.com", "", ""),
        ("sms", "email", "s0", "alex.sander@sandkasten.example.com", "", ""),
        ("voicemail", "email", "v0", "alex.sander@sandkasten.example.com", "", ""),
    )
    calls = ("call", "email", "p0", "alex.sander@sandkasten.example.com", "INCOMING", "MISSED")
    for about, via, endpoint, target, direction, cause in (
        *notifications,
        *((calls,) if len(state.phonelines) else ()),
    ):
        key = str(state.count("notification", start=300))
        state.notifications.put(Notification(key, "w0", about, via, endpoint, target, direction, cause))
