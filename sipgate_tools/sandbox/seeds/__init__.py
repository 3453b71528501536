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
"""`demo` is a small company with a history and live calls; `empty` is the same company without them."""


def load_seed(platform: Platform, now: datetime, seed: str | Path = "demo") -> State:
    """Return the state of a new account.

    Args:
        platform: "classic" or "neo"; ignored for a file that contains an account.
        now: The time at which its history ends.
        seed: One of `SEEDS`, or the path of a JSON snapshot. Its rows are added to the seed named by its `base`:
            "empty" by default, "none" for a complete snapshot.

    Raises:
        ValueError: There is no such seed, or the file is not a valid snapshot.
    """
    state = State()
    snapshot = {"base": str(seed)} if seed in SEEDS else _read(Path(seed))
    return apply_snapshot(state, platform, now, snapshot)


def apply_snapshot(state: State, platform: Platform, now: datetime, snapshot: dict[str, Any]) -> State:
    """Fill an empty state with a snapshot and its base seed.

    Raises:
        ValueError: There is no such seed, or a row is invalid.
    """
    base = snapshot.get("base", "empty")
    if base not in (*SEEDS, "none"):
        raise ValueError(f"There is no seed {base}. Choose one of: {', '.join(SEEDS)}.")
    if base != "none":
        account.seed_account(state, platform)
    if base == "demo":
        history.seed_history(state, now)
    if "tables" in snapshot:
        from ..state.snapshot import restore_snapshot  # start-up time: only snapshots need it

        restore_snapshot(state, snapshot)
    if not (len(state.tables["accounts"]) and len(state.tokens)):
        raise ValueError(
            "The snapshot contains no account with a token. Name the seed that it extends as its base."
        )
    state.commit()
    return state


def _read(path: Path) -> dict[str, Any]:
    try:
        snapshot = json.loads(path.read_bytes())
    except OSError as error:
        seeds = ", ".join(SEEDS)
        raise ValueError(
            f"There is no seed {path} ({error.strerror}). Choose {seeds} or a JSON file."
        ) from None
    except ValueError:
        raise ValueError(f"The seed {path} is not JSON.") from None
    if isinstance(snapshot, dict):
        return snapshot  # pyright: ignore[reportUnknownVariableType] - JSON objects have texts as keys
    raise ValueError(f'The seed {path} is not a snapshot: {{"tables": {{name: [row, ...]}}}}.')
