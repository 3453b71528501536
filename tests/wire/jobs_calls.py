"""Jobs: starting calls, live calls, webhook settings."""

from __future__ import annotations

from typing import Any, Final

from tests.wire.job import Job, call, one_more
from tests.wire.recording import Response
from tests.wire.responses import SETTINGS

CALLEE: Final = "+4915799912345"
CALLER_ID: Final = "+493023125100"
NUMBER: Final = "+493023125101"

PLATFORM: Final = one_more(
    "GET /v2/groups",
    "asked once per client: neo accounts start calls, mute and announce otherwise or not at all",
)


def _start(name: str, theirs: dict[str, str], **ours: str) -> Job:
    return Job(name, ("call", "initiate", theirs), call("calls.start", **ours), (PLATFORM,))


STARTING: Final = (
    _start("a call by an extension", {"to": CALLEE, "from": "e0"}, callee=CALLEE, caller="e0"),
    _start("a call by a phoneline", {"to": CALLEE, "from": "p0"}, callee=CALLEE, caller="p0"),
    _start(
        "a call by an extension with a caller id",
        {"to": CALLEE, "from": "x0", "callerId": CALLER_ID},
        callee=CALLEE,
        caller="x0",
        caller_id=CALLER_ID,
    ),
    _start(
        "a call by an extension with a device",
        {"to": CALLEE, "from": "p0", "deviceId": "e0"},
        callee=CALLEE,
        caller="p0",
        device_id="e0",
    ),
    _start(
        "a call by an extension with a device and a caller id",
        {"to": CALLEE, "from": "p0", "deviceId": "y0", "callerId": CALLER_ID},
        callee=CALLEE,
        caller="p0",
        device_id="y0",
        caller_id=CALLER_ID,
    ),
    _start(
        "a call by a number with a device",
        {"to": CALLEE, "from": NUMBER, "deviceId": "e0"},
        callee=CALLEE,
        caller=NUMBER,
        device_id="e0",
    ),
    _start(
        "a call by a number with a device and a caller id",
        {"to": CALLEE, "from": NUMBER, "deviceId": "e0", "callerId": CALLER_ID},
        callee=CALLEE,
        caller=NUMBER,
        device_id="e0",
        caller_id=CALLER_ID,
    ),
    Job(
        "a call by a number without a device",
        ("call", "initiate", {"to": CALLEE, "from": NUMBER}),
        call("calls.start", callee=CALLEE, caller=NUMBER),
    ),
    Job(
        "a call by a fax extension",
        ("call", "initiate", {"to": CALLEE, "from": "f0"}),
        call("calls.start", callee=CALLEE, caller="f0"),
    ),
)

CALL: Final = {"callId": "C0FFEE"}


def _live(name: str, function: str, *theirs: Any, ours: Any, asks_platform: bool = False) -> Job:
    return Job(name, ("rtcm", function, CALL, *theirs), ours, (PLATFORM,) if asks_platform else ())


_ANNOUNCEMENT: Final = "https://phone.example.com/hello.wav"

LIVE: Final = (
    Job("the live calls", ("rtcm", "getEstablishedCalls"), call("rtcm.calls")),
    _live("mute a call", "mute", True, ours=call("rtcm.mute", "C0FFEE", True), asks_platform=True),
    _live("unmute a call", "mute", False, ours=call("rtcm.mute", "C0FFEE", False), asks_platform=True),
    _live("hold a call", "hold", True, ours=call("rtcm.hold", "C0FFEE", True)),
    _live("take a call back", "hold", False, ours=call("rtcm.hold", "C0FFEE", False)),
    _live(
        "record a call",
        "record",
        {"value": True, "announcement": True},
        ours=call("rtcm.record", "C0FFEE", True, announcement=True),
    ),
    _live(
        "record a call unannounced",
        "record",
        {"value": True, "announcement": False},
        ours=call("rtcm.record", "C0FFEE", True, announcement=False),
        asks_platform=True,
    ),
    _live(
        "stop recording a call",
        "record",
        {"value": False, "announcement": False},
        ours=call("rtcm.record", "C0FFEE", False, announcement=False),
    ),
    _live(
        "announce in a call",
        "announce",
        _ANNOUNCEMENT,
        ours=call("rtcm.announce", "C0FFEE", _ANNOUNCEMENT),
        asks_platform=True,
    ),
    _live(
        "transfer a call",
        "transfer",
        {"attended": False, "phoneNumber": CALLEE},
        ours=call("rtcm.transfer", "C0FFEE", CALLEE),
    ),
    _live(
        "transfer a call attended",
        "transfer",
        {"attended": True, "phoneNumber": CALLEE},
        ours=call("rtcm.transfer", "C0FFEE", CALLEE, attended=True),
    ),
    _live("press keys", "sendDTMF", "12a#*", ours=call("rtcm.send_dtmf", "C0FFEE", "12a#*")),
    _live("press keys that do not exist", "sendDTMF", "12x", ours=call("rtcm.send_dtmf", "C0FFEE", "12x")),
    _live("hang up", "hangUp", ours=call("rtcm.hang_up", "C0FFEE")),
    Job(
        "hang up a call that is not there",
        ("rtcm", "hangUp", {"callId": "BADCAFE"}),
        call("rtcm.hang_up", "BADCAFE"),
    ),
)

_URL: Final = "https://hooks.example.com/sipgate?key=1"


def _setting(name: str, function: str, *theirs: Any, ours: str) -> Job:
    return Job(name, ("webhookSettings", function, *theirs), call(f"webhook_settings.{ours}", *theirs))


SETTING: Final = (
    _setting("the webhook settings", "getWebhookSettings", ours="get"),
    _setting("set the incoming URL", "setIncomingUrl", _URL, ours="set_incoming_url"),
    _setting("set the outgoing URL", "setOutgoingUrl", _URL, ours="set_outgoing_url"),
    _setting("clear the incoming URL", "clearIncomingUrl", ours="clear_incoming_url"),
    _setting("clear the outgoing URL", "clearOutgoingUrl", ours="clear_outgoing_url"),
    _setting("set the whitelist", "setWhitelist", ["p1", "g0"], ours="set_whitelist"),
    _setting("clear the whitelist", "clearWhitelist", ours="clear_whitelist"),
    _setting("disable the whitelist", "disableWhitelist", ours="disable_whitelist"),
    _setting("log webhooks", "setLog", True, ours="set_log"),
    _setting("do not log webhooks", "setLog", False, ours="set_log"),
    _setting("whitelist a device", "setWhitelist", ["e0"], ours="set_whitelist"),
    _setting("set a URL that is none", "setIncomingUrl", "phone.example.com", ours="set_incoming_url"),
    Job(
        "set an http URL",
        ("webhookSettings", "setIncomingUrl", "http://phone.example.com/"),
        call("webhook_settings.set_incoming_url", "http://phone.example.com/"),
        (PLATFORM,),
    ),
    Job(
        "set a URL where everything is announced",
        ("webhookSettings", "setIncomingUrl", _URL),
        call("webhook_settings.set_incoming_url", _URL),
        responses={"GET /v2/settings/sipgateio": Response({**SETTINGS, "whitelist": None})},
    ),
)

JOBS: Final = STARTING + LIVE + SETTING
