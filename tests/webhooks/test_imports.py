"""The modules that are imported by the pure modules."""

from __future__ import annotations

import subprocess
import sys

from sipgate_tools import webhooks

HEAVY = (
    "starlette",
    "uvicorn",
    "httptools",
    "redis",
    "sqlite3",
    "cryptography",
    "phonenumbers",
    "httpx2",
    "typer",
)


def test_verifying_and_parsing_need_no_web_server() -> None:
    program = (
        "import sys\n"
        "from sipgate_tools.webhooks import parse_event, verify_signature, actions, NewCall, Answer, HangUp, Dtmf\n"
        "parse_event(b'event=newCall&callId=1')\n"
        "actions.render(actions.voicemail())\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_every_public_name_can_be_imported() -> None:
    for name in webhooks.__all__:
        assert getattr(webhooks, name) is not None
