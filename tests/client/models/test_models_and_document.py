"""The models have the fields of the document's responses: a renamed or added field is detected here first."""

import msgspec
import pytest

from sipgate_tools import models
from sipgate_tools.models._base import Model
from sipgate_tools.spec import load


def keys(model: type[Model]) -> set[str]:
    return {field.encode_name for field in msgspec.structs.fields(model)}


SCHEMAS: dict[type[Model], tuple[str, ...]] = {
    models.Account: ("AccountResponse",),
    models.CallEntry: ("HistoryEntryResponse",),
    models.Channel: ("ChannelResponse",),
    models.ChannelUser: ("ChannelUserResponse",),
    models.Device: (
        "DeviceResponse",
        "ExternalDeviceResponse",
        "RegisterDeviceResponse",
        "MobileDeviceResponse",
    ),
    models.Endpoint: ("EndpointResponse",),
    models.Faxline: ("FaxlineResponse",),
    models.LiveCall: ("Call",),
    models.Number: ("NumberResponseWithEndpoint",),
    models.Participant: ("Participant",),
    models.RoutedEndpoint: ("RoutedEndpointResponse",),
    models.Routing: ("ActiveRouting",),
    models.SipCredentials: ("CredentialsResponse",),
    models.SmsCallerId: ("SmsCallerIdResponse",),
    models.SmsExtension: ("SmsExtensionResponse",),
    models.User: ("UserResponse",),
    models.UserInfo: ("UserinfoResponse",),
    models.Voicemail: ("VoicemailResponse",),
    models.WebhookSettings: ("SipgateIoUrlResponse",),
}
# Read by a class for the same kind of response, or so rarely useful that `raw` is enough.
ELSEWHERE: dict[type[Model], set[str]] = {
    models.CallEntry: {
        name for entry in (models.FaxEntry, models.SmsEntry, models.VoicemailEntry) for name in keys(entry)
    },
    models.Device: {"registered", "emergencyAddressId", "addressUrl", "simState", "esim"},
}
# Ours, or found on real accounts although the document lacks them.
OURS: dict[type[Model], set[str]] = {
    models.CallEntry: {"channelId"},
    models.Device: {"callerId", "owner"},
}


@pytest.mark.parametrize("model", SCHEMAS, ids=lambda model: model.__name__)
def test_a_model_has_the_fields_of_its_schema(model: type[Model]) -> None:
    documented = {name for schema in SCHEMAS[model] for name in load().schemas[schema]["properties"]}
    assert documented - keys(model) - ELSEWHERE.get(model, set()) == set()


@pytest.mark.parametrize("model", SCHEMAS, ids=lambda model: model.__name__)
def test_a_model_has_no_fields_that_the_document_lacks(model: type[Model]) -> None:
    documented = {name for schema in SCHEMAS[model] for name in load().schemas[schema]["properties"]}
    assert keys(model) - documented - OURS.get(model, set()) == set()
