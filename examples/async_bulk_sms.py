"""Send one text to many people, several at once, and to nobody twice, however often it is started.

    export SIPGATE_TOKEN_ID=... SIPGATE_TOKEN=...
    python examples/async_bulk_sms.py recipients.txt "We are closed on Friday"

`recipients.txt` has one number per line. What becomes of each is kept in `recipients.txt.log`, the attempt before it
is made: after a crash, a power cut or a lost answer, that number is not tried again but listed, for you to look into
the history. Start it anew with another text: give another --log.

Exits with 0 when everybody has it, with 3 when that is unknown of somebody, with 2 when somebody was refused, and
with 1 when it had to stop.
"""

import argparse
import asyncio
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from sipgate_tools import (
    AsyncSipgate,
    BadRequest,
    InvalidInput,
    OutcomeUnknown,
    RateLimited,
    ServerError,
    SipgateError,
)
from sipgate_tools.values import phone_number

WAITING, TRYING, SENT, REFUSED = "waiting", "trying", "sent", "refused"


@dataclass
class Log:
    """What became of each number: a file of lines, the last one of a number counts."""

    path: Path

    def states(self) -> dict[str, str]:
        """Return the last state of each number."""
        if not self.path.exists():
            return {}
        lines = (line.split("\t") for line in self.path.read_text(encoding="utf-8").splitlines())
        return {number: state for number, state, *_ in lines}

    def write(self, number: str, state: str, why: str = "") -> None:
        """Add a line and let it reach the disk: what was not written down did not happen."""
        with self.path.open("a", encoding="utf-8") as file:
            file.write("\t".join([number, state, *([why] if why else [])]) + "\n")
            file.flush()
            os.fsync(file.fileno())


@dataclass
class Mailing:
    """One text on its way to many.

    Attributes:
        stopped: Why nothing more is sent: no money, no permission, no network. The next would fare no better.
    """

    client: AsyncSipgate
    log: Log
    message: str
    sms_id: str
    stopped: SipgateError | None = None

    async def send(self, number: str) -> None:
        """Send to one number, and write down what became of it."""
        while not self.stopped:
            self.log.write(number, TRYING)
            try:
                await self.client.sms.send(to=number, message=self.message, sms_id=self.sms_id)
            except RateLimited as error:
                self.log.write(number, WAITING)  # sipgate says that it was not carried out
                await asyncio.sleep(error.retry_after or 5)
            except (OutcomeUnknown, ServerError):
                return  # it stays at "trying": perhaps it was sent
            except (InvalidInput, BadRequest) as error:
                self.log.write(number, REFUSED, error.message)
                return
            except SipgateError as error:
                self.log.write(number, WAITING, error.message)
                self.stopped = error
            else:
                self.log.write(number, SENT)
                return


async def send_all(numbers: list[str], message: str, log: Log, at_once: int) -> None:
    """Send to everybody.

    Raises:
        SipgateError: It had to stop; what was under way was finished.
    """
    places = asyncio.Semaphore(at_once)
    async with AsyncSipgate() as client:
        extensions = await client.sms.extensions()
        if not extensions:
            raise InvalidInput("The user has no SMS extension.", hint="Use the token of another user.")
        mailing = Mailing(client, log, message, extensions[0].id)

        async def one(number: str) -> None:
            async with places:
                await mailing.send(number)

        async with asyncio.TaskGroup() as tasks:
            for number in numbers:
                tasks.create_task(one(number))
    if mailing.stopped:
        raise mailing.stopped


def main() -> int:
    parser = argparse.ArgumentParser(description="Send one text to many people.")
    parser.add_argument("recipients", type=Path, help="a file with one number per line")
    parser.add_argument("message", help="the text")
    parser.add_argument(
        "--log", type=Path, help="where to keep what was done (default: beside the recipients)"
    )
    parser.add_argument("--at-once", type=int, default=10, help="how many at once (default: %(default)s)")
    arguments = parser.parse_args()

    lines = arguments.recipients.read_text(encoding="utf-8").split("\n")
    # Everything is checked before the first message leaves; who is listed twice gets one.
    wanted = list(
        dict.fromkeys(phone_number(line, argument=f"number {line!r}") for line in lines if line.strip())
    )
    log = Log(arguments.log or arguments.recipients.with_name(arguments.recipients.name + ".log"))
    states = log.states()
    left = [number for number in wanted if states.get(number, WAITING) == WAITING]
    try:
        asyncio.run(send_all(left, arguments.message, log, arguments.at_once))
    except SipgateError as error:
        print(error, file=sys.stderr)
    return report(wanted, log.states())


def report(wanted: list[str], states: dict[str, str]) -> int:
    """Say what became of everybody, and return the exit code."""
    by_state: dict[str, list[str]] = {}
    for number in wanted:
        by_state.setdefault(states.get(number, WAITING), []).append(number)
    for state, numbers in by_state.items():
        print(f"{state}: {len(numbers)}")
    for number in by_state.get(TRYING, []):
        print(f"unknown: {number} - look into the history", file=sys.stderr)
    if by_state.get(WAITING):
        return 1
    return 3 if by_state.get(TRYING) else 2 if by_state.get(REFUSED) else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except SipgateError as error:
        sys.exit(str(error))
