"""The login pages, in plain HTML that works without scripts, with a keyboard and with a screen reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from ..dispatch.http import Response
from ..state.people import User

_PAGE: Final = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{
  color-scheme: light dark;
  --ground: #f5f6f8; --card: #fff; --ink: #1b2430; --soft: #566173; --line: #dfe3e9; --edge: #858f9f;
  --accent: #3b4ac0; --on-accent: #fff; --tint: #eceefb; --notice: #fff3cd; --on-notice: #574100;
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}}
@media (prefers-color-scheme: dark) {{
  :root {{
    --ground: #10141a; --card: #181e27; --ink: #e6eaf1; --soft: #a0abbc; --line: #2b3442; --edge: #66748a;
    --accent: #9aa6ff; --on-accent: #10152e; --tint: #252c4a; --notice: #352b10; --on-notice: #ffe4a3;
  }}
}}
* {{ box-sizing: border-box; }}
body {{ margin: 0; background: var(--ground); color: var(--ink); overflow-wrap: anywhere; }}
.notice {{ margin: 0; padding: .4rem 1rem; background: var(--notice); color: var(--on-notice);
  font-size: .875rem; text-align: center; }}
main {{ max-width: 30rem; margin: 2.5rem auto; padding: 0 1rem; }}
.card {{ background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1.5rem; }}
h1 {{ font-size: 1.5rem; line-height: 1.25; margin: 0 0 1rem; }}
p {{ margin: 0 0 .75rem; }}
ul {{ list-style: none; margin: 0; padding: 0; border-top: 1px solid var(--line); }}
li {{ padding: .45rem 0; border-bottom: 1px solid var(--line); }}
code {{ display: block; color: var(--soft); font-size: .8125rem; }}
fieldset {{ margin: 1.5rem 0; padding: 0; border: 0; }}
legend {{ padding: 0; font-weight: 600; }}
label {{ display: flex; align-items: center; gap: .6rem; min-height: 2.75rem; padding: .3rem .75rem;
  margin-top: .4rem; border: 1px solid var(--edge); border-radius: 6px; cursor: pointer; }}
label:has(:checked) {{ background: var(--tint); border-color: var(--accent); }}
input {{ accent-color: var(--accent); width: 1.1rem; height: 1.1rem; margin: 0; flex: none; }}
.actions {{ display: flex; flex-wrap: wrap; gap: .6rem; }}
button {{ flex: 1 1 auto; min-height: 2.75rem; padding: .4rem 1rem; font: inherit; font-weight: 600; color: inherit;
  background: var(--card); border: 1px solid var(--edge); border-radius: 6px; cursor: pointer; }}
button:first-of-type {{ background: var(--accent); border-color: var(--accent); color: var(--on-accent); }}
:focus-visible {{ outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 6px; }}
</style>
</head>
<body>
<header class="notice"><strong>This is the sandbox, not sipgate.</strong> It never asks for a password.</header>
<main>
<div class="card">
<h1>{title}</h1>
{content}
</div>
</main>
</body>
</html>
"""
_HEADERS: Final = {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
    "frame-ancestors 'none'",
}


def page_response(status: int, page: str) -> Response:
    """Return an HTML page as a response that must not be stored or framed."""
    return Response(status, page.encode(), _HEADERS)


def login(
    client: str, scopes: Mapping[str, str], users: Sequence[User], parameters: Mapping[str, str]
) -> str:
    """Return the page where the user logs in and grants or refuses the scopes.

    Args:
        client: The name of the OAuth client.
        scopes: The descriptions of the requested scopes, by scope.
        users: The users who can log in. The first user is preselected.
        parameters: The parameters of the request, which the form repeats as hidden fields.
    """
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">\n'
        for name, value in parameters.items()
        if name not in ("user", "decision")
    )
    scope_items = "".join(
        f"<li><code>{escape(scope)}</code> {escape(text)}</li>\n" for scope, text in scopes.items()
    )
    scope_list = (
        f"<p>It requests these permissions:</p>\n<ul>\n{scope_items}</ul>"
        if scope_items
        else "<p>It requests only your identity.</p>"
    )
    user_choices = "".join(
        f'<label><input type="radio" name="user" value="{escape(user.id)}"{" checked" if not index else ""}> '
        f"{escape(user.firstname)} {escape(user.lastname)} ({escape(user.id)}"
        f"{', administrator' if user.admin else ''})</label>\n"
        for index, user in enumerate(users)
    )
    content = f"""<p><strong>{escape(client)}</strong> wants to use the account on your behalf.</p>
{scope_list}
<form method="post">
{hidden}<fieldset>
<legend>Log in as</legend>
{user_choices}</fieldset>
<div class="actions">
<button type="submit" name="decision" value="approve">Log in and allow</button>
<button type="submit" name="decision" value="deny">Refuse</button>
</div>
</form>"""
    return _PAGE.format(title="Log in", content=content)


def error_page(sentence: str) -> str:
    """Return the page for an invalid authorization request, with a sentence that explains the problem."""
    return _PAGE.format(title="We are sorry", content=f'<p role="alert">{escape(sentence)}</p>')
