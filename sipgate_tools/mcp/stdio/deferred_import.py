"""Import the SDK faster in a process that serves one host on stdio.

Measured on two cores, the import of the SDK takes nine tenths of the time until its server runs: nearly half for
building the pydantic models of all messages of all protocol versions, a sixth for the SDK's client, HTTP stack and web
framework, and a tenth for garbage collection. The first responses do not wait for any of it (`handshake`); this module
shortens the time until the first tool call.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Generator
from contextlib import contextmanager
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import Any, cast


@contextmanager
def gc_paused() -> Generator[None]:
    """Pause garbage collection while the block runs, then exempt all existing objects from garbage collection."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()


@contextmanager
def defer_imports() -> Generator[None]:
    """Skip or defer what the first tool call does not need while the block imports the SDK and builds the server.

    Pydantic builds models on first use. The package `mcp` runs its `__init__`, which imports its client, on the first
    access to one of its names. Logging does not import Rich. Garbage collection is paused.

    Raises:
        ModuleNotFoundError: The SDK is not installed. The error is raised before the block is entered.
    """
    from pydantic import BaseModel  # an optional extra, and slow to import

    settings = cast("dict[str, Any]", BaseModel.model_config)
    if "mcp" not in sys.modules:
        _defer("mcp")
    without_rich = "rich" not in sys.modules
    if without_rich:
        sys.modules["rich"] = None  # type: ignore[assignment] - makes its import fail within the block
    settings["defer_build"] = True
    try:
        with gc_paused():
            yield
    finally:
        del settings["defer_build"]
        if without_rich:
            del sys.modules["rich"]


class _LazyPackage(ModuleType):
    """A package whose modules can be imported before its own `__init__` has run."""

    def __getattr__(self, name: str) -> Any:
        spec = self.__spec__
        if name.startswith("__") or spec is None or spec.loader is None:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        object.__setattr__(self, "__class__", ModuleType)
        spec.loader.exec_module(self)
        return getattr(self, name)


def _defer(name: str) -> None:
    spec = find_spec(name)
    if spec is None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    package = module_from_spec(spec)
    package.__class__ = _LazyPackage
    sys.modules[name] = package
