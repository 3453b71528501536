"""Credentials: the forms sipgate accepts, where they come from, and how they are kept."""

from sipgate_tools.auth.credentials import (
    BearerToken,
    Credentials,
    PersonalAccessToken,
    UserPassword,
    find_credentials,
)

__all__ = ["BearerToken", "Credentials", "PersonalAccessToken", "UserPassword", "find_credentials"]
