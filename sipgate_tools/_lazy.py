"""Names of a package that are imported when they are first used, so that importing the package takes little time."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any


def load_lazily(package: str, namespace: dict[str, Any], modules: Mapping[str, str], name: str) -> Any:
    """Return an attribute of a package, for its `__getattr__`, and keep it in the package's namespace.

    Args:
        package: The name of the package.
        namespace: The `globals()` of the package.
        modules: The module that defines each attribute, absolute or relative to the package (`.sms`). For the entry
            `"models": ".models"`, the attribute is the module itself.
        name: The name of the attribute.

    Raises:
        AttributeError: The package has no such attribute.
    """
    if name not in modules:
        raise AttributeError(f"module {package!r} has no attribute {name!r}")
    module = import_module(modules[name], package)
    value = module if modules[name] == f".{name}" else getattr(module, name)
    namespace[name] = value
    return value
