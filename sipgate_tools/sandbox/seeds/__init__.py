"""The initial data of an account."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from ..state import State
from ..state.people import Platform
from . import account, history

__all__ = ["SEEDS", "load_seed"]

SEEDS: Final = ("demo", "empty")
"""The seeds: `demo` is a small company with a history, contacts and live calls; `empty` is the same company without
them."""


def load_seed(platform: Platform, now: datetime, seed: str | Path = "demo") -> State:
    """Return the state of a new account.

    Args:
        platform: The platform, "classic" or "neo". It is ignored for a file that contains an account.
        now: The time at which the account's history ends.
        seed: One of `SEEDS`, or the path of a JSON snapshot. The rows of the snapshot are added to the seed in its
            field `base`: "empty" (the default), "demo", or "none" for a complete snapshot.

    Raises:
        ValueError: The file cannot be read or is not a valid snapshot, or its `base` is unknown.
    """
    state = State()
    snapshot = {"base": str(seed)} if seed in SEEDS else _read(Path(seed))
    return apply_snapshot(state, platform, now, snapshot)


def apply_snapshot(state: State, platform: Platform, now: datetime, snapshot: dict[str, Any]) -> State:
    """Fill an empty state with a snapshot and its base seed, and return the state.

    Raises:
        ValueError: The base seed is unknown, a row is invalid, or the result has no account with a token.
    """
    base = snapshot.get("base", "empty")
    if base not in (*SEEDS, "none"):
        raise ValueError(f"Unknown seed {base}. Allowed: {', '.join(SEEDS)}.")
    if base != "none":
        account.seed_account(state, platform)
    if base == "demo":
        history.seed_history(state, now)
    if "tables" in snapshot:
        from ..state.snapshot import restore_snapshot  # start-up time: only snapshots need it

        restore_snapshot(state, snapshot)
    if not (len(state.tables["accounts"]) and len(state.tokens)):
        raise ValueError(
            "The snapshot contains no account with a token. Set its base to the seed that it extends."
        )
    state.commit()
    return state


def _read(path: Path) -> dict[str, Any]:
    try:
        snapshot = json.loads(path.read_bytes())
    except OSError as error:
        seeds = ", ".join(SEEDS)
        raise ValueError(f"Unknown seed {path} ({error.strerror}). Use {seeds} or a JSON file.") from None
    except ValueError:
        raise ValueError(f"The seed {path} is not JSON.") from None
    if isinstance(snapshot, dict):
        return snapshot  # pyright: ignore[reportUnknownVariableType] - JSON objects have strings as keys
    raise ValueError(f'The seed {path} must be a snapshot such as {{"tables": {{"users": [...]}}}}.')
