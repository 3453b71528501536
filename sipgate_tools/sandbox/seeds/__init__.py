"""What an account holds when the sandbox starts."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from ..state import State
from ..state.people import Platform
from . import account, history

__all__ = ["SEEDS", "load_seed"]

SEEDS = ("demo", "empty")
"""`demo` is a small company in the middle of its day; `empty` is the same company before anything happened."""


def load_seed(platform: Platform, now: datetime, seed: str | Path = "demo") -> State:
    """A new account.

    Args:
        platform: "classic" or "neo"; a file that holds an account decides for itself.
        now: the moment its past leads up to.
        seed: one of `SEEDS`, or the path of a snapshot (JSON) whose rows are added to the seed that its `base` names:
            "empty" unless told otherwise, "none" for a whole snapshot.

    Raises:
        ValueError: there is no such seed, or the file cannot be read as one.
    """
    state = State()
    snapshot = {"base": str(seed)} if seed in SEEDS else _read(Path(seed))
    return apply_snapshot(state, platform, now, snapshot)


def apply_snapshot(state: State, platform: Platform, now: datetime, snapshot: dict[str, Any]) -> State:
    """Fill an empty state with a snapshot and the seed it stands on.

    Raises:
        ValueError: there is no such seed, or a row does not fit.
    """
    base = snapshot.get("base", "empty")
    if base not in (*SEEDS, "none"):
        raise ValueError(f"There is no seed {base}. There are: {', '.join(SEEDS)}.")
    if base != "none":
        account.seed_account(state, platform)
    if base == "demo":
        history.seed_history(state, now)
    if "tables" in snapshot:
        from ..state.snapshot import restore_snapshot  # knows the state, which knows the seeds

        restore_snapshot(state, snapshot)
    if not (len(state.tables["accounts"]) and len(state.tokens)):
        raise ValueError(
            "The snapshot holds no account with a token. Name the seed it is added to as its base."
        )
    state.commit()
    return state


def _read(path: Path) -> dict[str, Any]:
    try:
        snapshot = json.loads(path.read_bytes())
    except OSError as error:
        known = ", ".join(SEEDS)
        raise ValueError(
            f"There is no seed {path} ({error.strerror}). Choose {known} or a JSON file."
        ) from None
    except ValueError:
        raise ValueError(f"The seed {path} is not JSON.") from None
    if isinstance(snapshot, dict):
        return snapshot  # pyright: ignore[reportUnknownVariableType] - JSON objects have texts as keys
    raise ValueError(f'The seed {path} is no snapshot: {{"tables": {{name: [row, ...]}}}}.')
