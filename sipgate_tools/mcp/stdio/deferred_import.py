"""A quick start: what a process that serves one host on stdio can put off.

Measured on two cores, the SDK's import is nine tenths of the time until its server runs. Nearly half of it goes into
building pydantic models of every message of every protocol version, a sixth into the SDK's client, its HTTP stack and
web framework, a tenth into the garbage collector looking at all that again and again. What the host is told first does
not wait for any of it (`welcome`); this is for the first call of a tool.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Generator
from contextlib import contextmanager
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import Any, cast

__all__ = ["defer_imports", "gc_paused"]


@contextmanager
def gc_paused() -> Generator[None]:
    """Within the block, garbage is not looked for; what was made there stays for good and is not looked at again."""
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
    """Within the block, the SDK is imported and the server made without what a first call does not need.

    Models are built when they are first used; the package `mcp` runs its own `__init__` (which imports its client)
    when somebody asks it for a name; logging stays plain instead of importing Rich; garbage is not looked for while
    there is none.

    Raises:
        ModuleNotFoundError: The SDK is not installed; before the block is entered.
    """
    from pydantic import BaseModel

    settings = cast("dict[str, Any]", BaseModel.model_config)
    if "mcp" not in sys.modules:
        _put_off("mcp")
    without_rich = "rich" not in sys.modules
    if without_rich:
        sys.modules["rich"] = None  # type: ignore[assignment] - so that importing it fails, for now
    settings["defer_build"] = True
    try:
        with gc_paused():
            yield
    finally:
        del settings["defer_build"]
        if without_rich:
            del sys.modules["rich"]


class _LatePackage(ModuleType):
    """A package whose modules can be imported while its own code has not run."""

    def __getattr__(self, name: str) -> Any:
        spec = self.__spec__
        if name.startswith("__") or spec is None or spec.loader is None:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        object.__setattr__(self, "__class__", ModuleType)
        spec.loader.exec_module(self)
        return getattr(self, name)


def _put_off(name: str) -> None:
    spec = find_spec(name)
    if spec is None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    package = module_from_spec(spec)
    package.__class__ = _LatePackage
    sys.modules[name] = package
