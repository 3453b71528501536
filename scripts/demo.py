"""Demonstrates the MCP server as a host would use it, and prints requests, tool calls and results.

`scripts/demo` runs this program after the setup. The server is a subprocess on stdio, and the client is the one in the
MCP SDK. The program confirms every question from the server and prints it. At the end, it prints what the embedded
account recorded.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import textwrap
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, TextIO
from urllib.request import urlopen

import anyio
from mcp import Client, StdioServerParameters, stdio_client
from mcp_types import ElicitRequestFormParams, ElicitResult

WIDTH: Final = 108
MESSAGE: Final = "Hallo Merle, der Termin um 15 Uhr steht. Bis gleich!"
PATIENCE_SECONDS: Final = 20.0


class Host:
    """A host with a user. It calls tools, confirms the server's questions, and prints all of this."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def says(self, words: str) -> None:
        """Print the user's request."""
        print(f"\nYou: {words}")

    async def calls(self, tool: str, **arguments: Any) -> dict[str, Any]:
        """Call a tool, print the call and the result, and return the result. A refusal is a result, too."""
        rendered = ", ".join(
            f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in arguments.items()
        )
        _print_wrapped("  -> ", f"{tool}({rendered})")
        result = await self._client.call_tool(tool, arguments)
        text = result.content[0].text if result.content and result.content[0].type == "text" else ""
        content = result.structured_content
        # The text is the same JSON without a space in it, as models like it and people do not.
        _print_wrapped("  <- ", json.dumps(content, ensure_ascii=False) if content else f"refused: {text}")
        return content or {"refused": text}


async def confirm(context: Any, params: Any) -> ElicitResult:  # noqa: ARG001 - the SDK's signature
    """Print a question from the server, and confirm it."""
    if not isinstance(params, ElicitRequestFormParams):
        return ElicitResult(action="decline")
    print(textwrap.indent("the server asks the user:\n" + params.message.strip(), "   ? "))
    print("   ! the user confirms")
    return ElicitResult(action="accept", content={"confirm": True})


async def demonstrate(platform: str) -> bool:
    """Demonstrate one platform, and return whether the account recorded the message."""
    command = [
        str(Path(sys.executable).with_name("sipgate-tools")),
        "mcp",
        "--sandbox",
        "--account",
        platform,
    ]
    print(f"\n{f' a sipgate account on the {platform} platform ':=^{WIDTH}}\n")
    with tempfile.TemporaryFile("w+", encoding="utf-8") as words:
        server = stdio_client(StdioServerParameters(command=command[0], args=command[1:]), errlog=words)
        began = time.perf_counter()
        async with Client(server, elicitation_callback=confirm) as client:
            tools = (await client.list_tools()).tools
            seconds = time.perf_counter() - began
            print(f"$ sipgate-tools {' '.join(command[1:])}")
            print(f"  {_console(words)[1]}")
            print(f"  {len(tools)} tools after {seconds:.1f} s, protocol {client.protocol_version}")
            host = Host(client)
            recipient = await _look_around(host, platform)
            await _send(host, recipient)
            await _live_call(host, platform)
            if platform == "neo":
                await _start_and_hang_up(host)
            return _proof(_console(words)[0], recipient)


async def _look_around(host: Host, platform: str) -> str:
    """Call the tools that read the account, and return the number of the sender of the latest SMS."""
    host.says("Who am I, and what does my account have?")
    await host.calls("get_overview")
    if platform == "neo":
        host.says("Who called a week ago?")
        since, until = ((datetime.now(UTC) - timedelta(days=days)).date().isoformat() for days in (8, 6))
        await host.calls("search_history", types=["CALL"], direction="incoming", since=since, until=until)
    host.says("Who wrote to me last?")
    found = await host.calls("search_history", types=["SMS"], direction="incoming", limit=1)
    return str(found["entries"][0]["other"])


async def _send(host: Host, recipient: str) -> None:
    host.says("Reply that I confirm our appointment at 3 pm.")
    await host.calls("send_sms", to=recipient, message=MESSAGE)
    host.says("Is it in the history?")
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        found = await host.calls(
            "search_history", types=["SMS"], direction="outgoing", number=recipient, limit=1
        )
        if any(entry.get("text") == MESSAGE for entry in found.get("entries", [])):
            return
        print("     (the history has a delay; trying again)")
        await anyio.sleep(1)


async def _live_call(host: Host, platform: str) -> None:
    host.says("I am on the phone. Put the call on hold, take it back, mute me, press 1 and #, then hang up.")
    calls = (await host.calls("list_live_calls"))["calls"]
    call_id = calls[0]["call_id"]
    for action in ("hold", "resume", "mute"):
        await host.calls("control_call", call_id=call_id, action=action)
    if platform == "classic":
        await host.calls("control_call", call_id=call_id, action="unmute")
    await host.calls("send_dtmf", call_id=call_id, digits="1#")
    await host.calls("hang_up_call", call_id=call_id)


async def _start_and_hang_up(host: Host) -> None:
    host.says("Call +49 30 23125014. No, stop, hang up again.")
    started = await host.calls("start_call", to="+493023125014")
    await host.calls("hang_up_call", call_id=started["call_id"])


def _console(words: TextIO) -> tuple[str, str]:
    """Return the URL of the embedded account's console, and the line in which the server printed it."""
    words.seek(0)
    line = next(line.strip() for line in words if "/console" in line)
    found = re.search(r"http://\S+/console", line)
    if found is None:
        raise SystemExit(f"No console address in: {line}")
    return found[0], line


def _proof(console: str, recipient: str) -> bool:
    address = f"{console}/api/outbox"
    with urlopen(address, timeout=10) as response:
        sent = json.load(response)["sms"]
    print(f"\nProof: the messages that the embedded account recorded (GET {address}):")
    print(textwrap.indent(json.dumps(sent, ensure_ascii=False, indent=2), "  "))
    proven = [one["message"] for one in sent if one["recipient"] == recipient] == [MESSAGE]
    print("  That is the message, sent once." if proven else "  THAT IS NOT THE MESSAGE THAT WAS SENT.")
    return proven


def _print_wrapped(mark: str, text: str) -> None:
    lines = textwrap.wrap(text, WIDTH - len(mark), break_on_hyphens=False, break_long_words=False) or [""]
    print("\n".join([mark + lines[0], *(" " * len(mark) + line for line in lines[1:])]))


def main() -> int:
    """Demonstrate one or both platforms, and return 0 if every message was recorded, else 1."""
    parser = argparse.ArgumentParser(prog="scripts/demo", description=__doc__)
    parser.add_argument("--account", choices=["classic", "neo"], help="use only this platform")
    chosen = parser.parse_args().account
    proven = [anyio.run(demonstrate, platform) for platform in ([chosen] if chosen else ["classic", "neo"])]
    return 0 if all(proven) else 1


if __name__ == "__main__":
    raise SystemExit(main())
