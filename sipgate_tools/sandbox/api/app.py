"""Operations for sipgate's own apps: the tags app, restrictions, identityVerification and urls."""

from __future__ import annotations

from typing import Any, Final

from sipgate_tools.spec import load

from ..dispatch.api_errors import forbidden, not_found
from ..dispatch.registry import Context, operation
from ..state.people import AppEvent
from .lookups import items, v2
from .users import user_to_json

WEB: Final = "https://app.sipgate.invalid"
TRANSLATIONS: Final = {
    "de": {"history.call.missed": "Verpasster Anruf", "history.call.outgoing": "Ausgehender Anruf"},
    "en": {"history.call.missed": "Missed call", "history.call.outgoing": "Outgoing call"},
}
DENIED: Final = frozenset({"CAN_CREATE_TRUNK_DEVICE", "CAN_DELETE_TRUNK_DEVICE", "CAN_BOOK_TRUNKING", "CAN_USE_TRUNKS",
                    "CAN_USE_IVR", "CAN_CREATE_IVR", "CAN_USE_AFFILIATE"})  # fmt: skip
"""The restrictions whose `allowed` is false for every user, as if the sandbox's contract did not include them."""
FOR_ADMINISTRATORS: Final = frozenset({"CAN_CHANGE_USER_ROLE", "CAN_CHANGE_USER_LOGIN", "CAN_CREATE_WEBUSER",
                                "CAN_UPGRADE_CONTRACT", "CAN_EDIT_GROUP_SETTINGS"})  # fmt: skip


def _events(ctx: Context) -> dict[str, Any]:
    return items(_event(row) for row in ctx.state.app_events)


def _event(row: AppEvent) -> dict[str, Any]:
    return {"eventId": row.id, "eventType": row.type, "eventName": row.name, "payload": row.payload}


@operation("getEvents")
def _get_events(ctx: Context) -> dict[str, Any]:
    return _events(ctx)


@operation("deleteEvent")
def _delete_event(ctx: Context) -> dict[str, Any]:
    if ctx.state.app_events.remove(str(ctx.path["id"])) is None:
        raise not_found("Event", str(ctx.path["id"]))
    return _events(ctx)


@operation("getLinks")
def _get_links(_: Context) -> dict[str, str]:
    names = load().schemas["LinksResponse"]["properties"]
    return {name: f"{WEB}/{name.removesuffix('Url')}" for name in names}


@operation("getProperties")
def _get_properties(ctx: Context) -> dict[str, bool]:
    enabled = {"showSipCredentials", "showRegisterDndOption", "showClick2DialButton", "hasDedicatedAdminArea",
             "showSimRelevantOptions", "showNettoPrices", "multiSimProduct"}  # fmt: skip
    names = load().schemas["PropertiesResponse"]["properties"]
    return {
        name: name in enabled and (ctx.identity.admin or name != "hasDedicatedAdminArea") for name in names
    }


@operation("getTac")
def _get_tac(ctx: Context) -> dict[str, bool]:
    return {"accepted": ctx.state.account.tac_accepted}


@operation("getUsers")
def _get_users(ctx: Context) -> dict[str, Any]:
    return items(user_to_json(user) for user in ctx.state.users)


@operation("getLanguage")
def _get_language(ctx: Context) -> dict[str, str]:
    found = TRANSLATIONS.get(ctx.path["language"])
    if found is None:
        raise not_found("Language", ctx.path["language"])
    return found


@operation("getVerification")
def _get_verification(ctx: Context) -> dict[str, str]:
    state = "SUCCESS" if ctx.state.account.verified else "PENDING"
    return {"state": state, "externalTransactionNumber": "", "externalReferenceId": ""}


@operation("getRestrictions")
def _get_restrictions(ctx: Context) -> dict[str, Any]:
    """Return the requested restrictions, by default all, and whether each is allowed for a user."""
    user = ctx.state.users.get(ctx.query["userId"] or ctx.identity.id)
    if user is None:
        raise not_found("User", ctx.query["userId"])
    if not ctx.identity.admin and user.id != ctx.identity.id:
        raise forbidden("Not your user")
    schema = next(one for one in ctx.operation.parameters if one.name == "restriction").schema
    names = ctx.query["restriction"] or schema["items"]["enum"]
    refused = DENIED if user.admin else DENIED | FOR_ADMINISTRATORS
    return items(
        {"restriction": name, "value": {"allowed": name not in refused}, "target": user.id} for name in names
    )


@operation("getUrls")
def _get_urls(ctx: Context) -> dict[str, str]:
    return {name: v2(ctx, path) for name, path in _urls().items()}


def _urls() -> dict[str, str]:
    """Return the URL templates of `getUrls` by name."""
    phoneline, voicemail = "/{userId}/phonelines/{phonelineId}", "/voicemails/{voicemailId}"
    return {
        "accountUrl": "/account",
        "accountVerifiedUrl": "/account/verified",
        "addressUrl": "/addresses/{addressId}",
        "addressesUrl": "/addresses",
        "addressNumbersUrl": "/addresses/{addressId}/numbers",
        "authorizationOauthClientsUrl": "/authorization/oauth2/clients",
        "authorizationOauthClientUrl": "/authorization/oauth2/clients/{clientId}",
        "balanceUrl": "/balance",
        "getCallRestrictionsUrl": "/callrestrictions",
        "callRestrictionsUrl": "/{userId}/callrestrictions/{restriction}",
        "contactsUrl": "/contacts",
        "internalContactsUrl": "/contacts/internal",
        "deviceCallerIdUrl": "/devices/{deviceId}/callerid",
        "deviceUrl": "/devices/{deviceId}",
        "devicesTariffAnnouncementUrl": "/devices/{deviceId}/tariffannouncement",
        "devicesSingleRowDisplayUrl": "/devices/{deviceId}/singlerowdisplay",
        "deviceSimOrdersUrl": "/{userId}/devices/{deviceId}/sim/orders",
        "faxlinesUrl": "/{userId}/faxlines",
        "faxlineUrl": "/{userId}/faxlines/{faxlineId}",
        "faxlineNumbersUrl": "/{userId}/faxlines/{faxlineId}/numbers",
        "groupsUrl": "/groups",
        "groupDetailUrl": "/groups/{groupId}",
        "groupUserUrl": "/groups/{groupId}/users",
        "groupDevicesUrl": "/groups/{groupId}/devices",
        "groupNumbersUrl": "/groups/{groupId}/numbers",
        "historyEntryUrl": "/history/{entryId}",
        "historyUrl": "/history",
        "notificationsUrl": "/{userId}/notifications",
        "numberUrl": "/numbers/{numberId}",
        "numbersUrl": "/numbers",
        "webuserNumbersUrl": "/{userId}/numbers",
        "addDirectDialUrl": "/numbers/quickdial",
        "changeDirectDialUrl": "/numbers/quickdial/{numberId}",
        "deleteDirectDialUrl": "/numbers/quickdial/{numberId}",
        "phonelineUrl": phoneline,
        "phonelineBlockAnonymousUrl": f"{phoneline}/blockanonymous",
        "phonelineDevicesUrl": f"{phoneline}/devices",
        "phonelineForwardingsUrl": f"{phoneline}/forwardings",
        "phonelineNumbersUrl": f"{phoneline}/numbers",
        "phonelinesParallelForwardingUrl": f"{phoneline}/parallelforwardings/{{parallelForwardingId}}",
        "phonelinesParallelForwardingsUrl": f"{phoneline}/parallelforwardings",
        "phonelineSipgateIoUrl": f"{phoneline}/sipgateio",
        "phonelineSipgateIoLogUrl": f"{phoneline}/sipgateio/log",
        "phonelineVoicemailGreetingUrl": f"{phoneline}{voicemail}/greetings/{{greetingId}}",
        "phonelineVoicemailGreetingsUrl": f"{phoneline}{voicemail}/greetings",
        "phonelineVoicemailUrl": f"{phoneline}{voicemail}",
        "phonelineVoicemailsUrl": f"{phoneline}/voicemails",
        "phonelinesUrl": "/{userId}/phonelines",
        "phonelineDetailUrl": phoneline,
        "portingUrl": "/portings/{portingId}",
        "portingsUrl": "/portings",
        "restrictionsUrl": "/restrictions",
        "sessionsCallUrl": "/sessions/calls",
        "settingsSipgateioUrl": "/settings/sipgateio",
        "smsUrl": "/{userId}/sms",
        "smsCallerIdsUrl": "/{userId}/sms/{smsId}/callerids",
        "translationsUrl": "/translations/{language}",
        "userInfoUrl": "/authorization/userinfo",
        "userUrl": "/users/{userId}",
        "userBusyOnBusyUrl": "/users/{userId}/busyonbusy",
        "userDefaultDeviceUrl": "/users/{userId}/defaultdevice",
        "userDevicesUrl": "/{userId}/devices",
        "userDeviceSimUrl": "/{userId}/devices/{deviceId}/sim",
        "userExternalDevicesUrl": "/{userId}/devices/external",
        "userMobileDevicesUrl": "/{userId}/devices/mobile",
        "userRegisterDevicesUrl": "/{userId}/devices/register",
        "userRoleUrl": "/users/{userId}/role",
        "usersUrl": "/users",
        "voicemailsUrl": "/voicemails",
        "voicemailDetailUrl": "/voicemails/{voicemailId}",
    }
