"""The pages of the login: plain HTML that works without scripts, with the keyboard and with a screen reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from .state.people import User
from .wire import Answer

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }}
body {{ margin: 0; padding: 1.5rem; }}
main {{ max-width: 34rem; margin: 0 auto; }}
.notice {{ border: 1px solid; border-left-width: .5rem; padding: .5rem 1rem; }}
fieldset {{ margin: 1.5rem 0; padding: .5rem 1rem; border: 1px solid; }}
label {{ display: block; padding: .4rem 0; }}
button {{ font: inherit; padding: .6rem 1.5rem; margin-right: 1rem; border: 2px solid; border-radius: .3rem; }}
button:first-of-type {{ background: #10509e; border-color: #10509e; color: #fff; }}
:focus-visible {{ outline: 3px solid #f0a000; outline-offset: 2px; }}
code {{ overflow-wrap: anywhere; }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p class="notice"><strong>This is the sandbox and not sipgate:</strong> nobody is asked for a password.</p>
{content}
</main>
</body>
</html>
"""
_HEADERS = {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
    "frame-ancestors 'none'",
}


def answer(status: int, page: str) -> Answer:
    """An answer that is a page."""
    return Answer(status, page.encode(), _HEADERS)


def login(
    client: str, scopes: Mapping[str, str], users: Sequence[User], parameters: Mapping[str, str]
) -> str:
    """The page that asks who logs in, and whether they agree.

    Args:
        client: name of the program that asks.
        scopes: what it asks for, each with what it allows.
        users: who may log in; the first is chosen.
        parameters: of the request; they travel with the form.
    """
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">\n'
        for name, value in parameters.items()
        if name not in ("user", "decision")
    )
    wanted = "".join(
        f"<li><code>{escape(scope)}</code> {escape(text)}</li>\n" for scope, text in scopes.items()
    )
    asked = (
        f"<p>It asks to:</p>\n<ul>\n{wanted}</ul>"
        if wanted
        else "<p>It asks for nothing but who you are.</p>"
    )
    chosen = "".join(
        f'<label><input type="radio" name="user" value="{escape(user.id)}"{" checked" if not index else ""}> '
        f"{escape(user.firstname)} {escape(user.lastname)} ({escape(user.id)}"
        f"{', administrator' if user.admin else ''})</label>\n"
        for index, user in enumerate(users)
    )
    content = f"""<p><strong>{escape(client)}</strong> wants to use the account for you.</p>
{asked}
<form method="post">
{hidden}<fieldset>
<legend>Log in as</legend>
{chosen}</fieldset>
<button type="submit" name="decision" value="approve">Log in and allow</button>
<button type="submit" name="decision" value="deny">Refuse</button>
</form>"""
    return _PAGE.format(title="Log in", content=content)


def refused(sentence: str) -> str:
    """The page for a login that cannot even begin."""
    return _PAGE.format(title="We are sorry", content=f'<p role="alert">{escape(sentence)}</p>')
