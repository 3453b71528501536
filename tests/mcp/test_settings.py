"""What the operator decides, from flags and the environment."""

from __future__ import annotations

import pytest

from sipgate_tools.errors import InvalidInput
from sipgate_tools.mcp.settings import load_settings

SPELLINGS_OF_YES = [
    "1",
    "true",
    "TRUE",
    "yes",
    "on",
    "",
    "ture",
    "flase",
    "nein",
    "2",
    "read-only",
    " ",
    "None",
]
SPELLINGS_OF_NO = ["0", "false", "False", "no", "NO", "off", " off "]


@pytest.mark.parametrize("spelling", SPELLINGS_OF_YES)
def test_anything_but_a_clear_no_means_read_only(spelling: str) -> None:
    assert load_settings({}, {"SIPGATE_MCP_READ_ONLY": spelling}).read_only


@pytest.mark.parametrize("spelling", SPELLINGS_OF_NO)
def test_a_clear_no_is_a_no(spelling: str) -> None:
    assert not load_settings({}, {"SIPGATE_MCP_READ_ONLY": spelling}).read_only


def test_a_flag_wins_over_the_environment() -> None:
    assert load_settings({"read_only": True}, {"SIPGATE_MCP_READ_ONLY": "no"}).read_only
    assert load_settings({"max_sms_per_day": 3}, {"SIPGATE_MCP_MAX_SMS_PER_DAY": "7"}).max_sms_per_day == 3


def test_a_flag_that_was_not_given_leaves_the_environment_to_speak() -> None:
    assert load_settings({"max_sms_per_day": None}, {"SIPGATE_MCP_MAX_SMS_PER_DAY": "7"}).max_sms_per_day == 7


@pytest.mark.parametrize("word", ["acount", "admin", "", "all"])
def test_a_misspelt_access_keeps_to_the_user(word: str) -> None:
    assert load_settings({}, {"SIPGATE_MCP_ACCESS": word}).access == "user"


@pytest.mark.parametrize("word", ["nevr", "off", "", "no"])
def test_a_misspelt_confirmation_asks_about_everything(word: str) -> None:
    assert load_settings({}, {"SIPGATE_MCP_CONFIRM": word}).confirm == "always"


def test_lists_are_divided_at_commas_and_spaces() -> None:
    settings = load_settings(
        {"toolsets": "sms, history calls"}, {"SIPGATE_MCP_ALLOW_RECIPIENTS": "+49151,+49211"}
    )
    assert settings.toolsets == ("sms", "history", "calls")
    assert settings.allow_recipients == ("+49151", "+49211")


def test_a_prefix_that_is_no_prefix_stops_the_start_and_says_the_right_form() -> None:
    with pytest.raises(InvalidInput, match=r"--allow-recipients.*\+49151"):
        load_settings({"allow_recipients": "0151"}, {})


def test_a_limit_that_is_no_number_stops_the_start_without_repeating_secrets() -> None:
    with pytest.raises(InvalidInput, match="SIPGATE_MCP_MAX_CALLS_PER_DAY"):
        load_settings({}, {"SIPGATE_MCP_MAX_CALLS_PER_DAY": "many", "SIPGATE_MCP_AUTH_TOKEN": "hush-hush"})


def test_secrets_are_not_in_what_settings_look_like() -> None:
    settings = load_settings(
        {}, {"SIPGATE_MCP_AUTH_TOKEN": "hush-hush", "SIPGATE_MCP_STATE_KEYS": "key-one,key-two"}
    )
    assert settings.auth_token is not None
    assert settings.auth_token.get_secret_value() == "hush-hush"
    assert len(settings.state_keys) == 2
    assert "hush" not in repr(settings)
    assert "key-one" not in repr(settings)
