# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls


@_attrs_define
class ApiUrlsResponse:
    """Paths of the API, each with placeholders, under names of their own.

    Attributes:
        account_url (str | Unset):
        account_verified_url (str | Unset):
        add_direct_dial_url (str | Unset):
        address_numbers_url (str | Unset):
        address_url (str | Unset): Path of the address.
        addresses_url (str | Unset):
        authorization_oauth_client_url (str | Unset):
        authorization_oauth_clients_url (str | Unset):
        authorization_token_url (str | Unset):
        balance_url (str | Unset):
        call_restrictions_url (str | Unset):
        change_direct_dial_url (str | Unset):
        contacts_url (str | Unset):
        crm_bridge_url (str | Unset):
        delete_direct_dial_url (str | Unset):
        device_caller_id_url (str | Unset):
        device_sim_orders_url (str | Unset):
        device_url (str | Unset):
        devices_single_row_display_url (str | Unset):
        devices_tariff_announcement_url (str | Unset):
        faxline_numbers_url (str | Unset):
        faxline_url (str | Unset):
        faxlines_url (str | Unset):
        get_call_restrictions_url (str | Unset):
        group_detail_url (str | Unset):
        group_devices_url (str | Unset):
        group_numbers_url (str | Unset): Path of the group's numbers.
        group_user_url (str | Unset):
        groups_url (str | Unset):
        history_entry_url (str | Unset):
        history_url (str | Unset):
        internal_contacts_url (str | Unset):
        notifications_url (str | Unset):
        number_url (str | Unset):
        numbers_url (str | Unset): Path of the numbers.
        phoneline_block_anonymous_url (str | Unset):
        phoneline_detail_url (str | Unset):
        phoneline_devices_url (str | Unset):
        phoneline_forwardings_url (str | Unset):
        phoneline_numbers_url (str | Unset):
        phoneline_sipgate_io_log_url (str | Unset):
        phoneline_sipgate_io_url (str | Unset):
        phoneline_url (str | Unset):
        phoneline_voicemail_greeting_url (str | Unset):
        phoneline_voicemail_greetings_url (str | Unset):
        phoneline_voicemail_url (str | Unset):
        phoneline_voicemails_url (str | Unset):
        phonelines_parallel_forwarding_url (str | Unset):
        phonelines_parallel_forwardings_url (str | Unset):
        phonelines_url (str | Unset):
        porting_url (str | Unset):
        portings_url (str | Unset):
        restrictions_url (str | Unset):
        sessions_call_url (str | Unset):
        settings_sipgateio_url (str | Unset):
        sms_caller_ids_url (str | Unset):
        sms_url (str | Unset):
        translations_url (str | Unset):
        user_busy_on_busy_url (str | Unset):
        user_default_device_url (str | Unset):
        user_device_sim_url (str | Unset):
        user_devices_url (str | Unset):
        user_external_devices_url (str | Unset):
        user_info_url (str | Unset):
        user_mobile_devices_url (str | Unset):
        user_register_devices_url (str | Unset):
        user_role_url (str | Unset):
        user_url (str | Unset): Path of the user.
        users_url (str | Unset):
        voicemail_detail_url (str | Unset):
        voicemails_url (str | Unset): Path of the voicemails.
        webuser_numbers_url (str | Unset):
    """

    account_url: str | Unset = UNSET
    account_verified_url: str | Unset = UNSET
    add_direct_dial_url: str | Unset = UNSET
    address_numbers_url: str | Unset = UNSET
    address_url: str | Unset = UNSET
    addresses_url: str | Unset = UNSET
    authorization_oauth_client_url: str | Unset = UNSET
    authorization_oauth_clients_url: str | Unset = UNSET
    authorization_token_url: str | Unset = UNSET
    balance_url: str | Unset = UNSET
    call_restrictions_url: str | Unset = UNSET
    change_direct_dial_url: str | Unset = UNSET
    contacts_url: str | Unset = UNSET
    crm_bridge_url: str | Unset = UNSET
    delete_direct_dial_url: str | Unset = UNSET
    device_caller_id_url: str | Unset = UNSET
    device_sim_orders_url: str | Unset = UNSET
    device_url: str | Unset = UNSET
    devices_single_row_display_url: str | Unset = UNSET
    devices_tariff_announcement_url: str | Unset = UNSET
    faxline_numbers_url: str | Unset = UNSET
    faxline_url: str | Unset = UNSET
    faxlines_url: str | Unset = UNSET
    get_call_restrictions_url: str | Unset = UNSET
    group_detail_url: str | Unset = UNSET
    group_devices_url: str | Unset = UNSET
    group_numbers_url: str | Unset = UNSET
    group_user_url: str | Unset = UNSET
    groups_url: str | Unset = UNSET
    history_entry_url: str | Unset = UNSET
    history_url: str | Unset = UNSET
    internal_contacts_url: str | Unset = UNSET
    notifications_url: str | Unset = UNSET
    number_url: str | Unset = UNSET
    numbers_url: str | Unset = UNSET
    phoneline_block_anonymous_url: str | Unset = UNSET
    phoneline_detail_url: str | Unset = UNSET
    phoneline_devices_url: str | Unset = UNSET
    phoneline_forwardings_url: str | Unset = UNSET
    phoneline_numbers_url: str | Unset = UNSET
    phoneline_sipgate_io_log_url: str | Unset = UNSET
    phoneline_sipgate_io_url: str | Unset = UNSET
    phoneline_url: str | Unset = UNSET
    phoneline_voicemail_greeting_url: str | Unset = UNSET
    phoneline_voicemail_greetings_url: str | Unset = UNSET
    phoneline_voicemail_url: str | Unset = UNSET
    phoneline_voicemails_url: str | Unset = UNSET
    phonelines_parallel_forwarding_url: str | Unset = UNSET
    phonelines_parallel_forwardings_url: str | Unset = UNSET
    phonelines_url: str | Unset = UNSET
    porting_url: str | Unset = UNSET
    portings_url: str | Unset = UNSET
    restrictions_url: str | Unset = UNSET
    sessions_call_url: str | Unset = UNSET
    settings_sipgateio_url: str | Unset = UNSET
    sms_caller_ids_url: str | Unset = UNSET
    sms_url: str | Unset = UNSET
    translations_url: str | Unset = UNSET
    user_busy_on_busy_url: str | Unset = UNSET
    user_default_device_url: str | Unset = UNSET
    user_device_sim_url: str | Unset = UNSET
    user_devices_url: str | Unset = UNSET
    user_external_devices_url: str | Unset = UNSET
    user_info_url: str | Unset = UNSET
    user_mobile_devices_url: str | Unset = UNSET
    user_register_devices_url: str | Unset = UNSET
    user_role_url: str | Unset = UNSET
    user_url: str | Unset = UNSET
    users_url: str | Unset = UNSET
    voicemail_detail_url: str | Unset = UNSET
    voicemails_url: str | Unset = UNSET
    webuser_numbers_url: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        account_url = self.account_url
        account_verified_url = self.account_verified_url
        add_direct_dial_url = self.add_direct_dial_url
        address_numbers_url = self.address_numbers_url
        address_url = self.address_url
        addresses_url = self.addresses_url
        authorization_oauth_client_url = self.authorization_oauth_client_url
        authorization_oauth_clients_url = self.authorization_oauth_clients_url
        authorization_token_url = self.authorization_token_url
        balance_url = self.balance_url
        call_restrictions_url = self.call_restrictions_url
        change_direct_dial_url = self.change_direct_dial_url
        contacts_url = self.contacts_url
        crm_bridge_url = self.crm_bridge_url
        delete_direct_dial_url = self.delete_direct_dial_url
        device_caller_id_url = self.device_caller_id_url
        device_sim_orders_url = self.device_sim_orders_url
        device_url = self.device_url
        devices_single_row_display_url = self.devices_single_row_display_url
        devices_tariff_announcement_url = self.devices_tariff_announcement_url
        faxline_numbers_url = self.faxline_numbers_url
        faxline_url = self.faxline_url
        faxlines_url = self.faxlines_url
        get_call_restrictions_url = self.get_call_restrictions_url
        group_detail_url = self.group_detail_url
        group_devices_url = self.group_devices_url
        group_numbers_url = self.group_numbers_url
        group_user_url = self.group_user_url
        groups_url = self.groups_url
        history_entry_url = self.history_entry_url
        history_url = self.history_url
        internal_contacts_url = self.internal_contacts_url
        notifications_url = self.notifications_url
        number_url = self.number_url
        numbers_url = self.numbers_url
        phoneline_block_anonymous_url = self.phoneline_block_anonymous_url
        phoneline_detail_url = self.phoneline_detail_url
        phoneline_devices_url = self.phoneline_devices_url
        phoneline_forwardings_url = self.phoneline_forwardings_url
        phoneline_numbers_url = self.phoneline_numbers_url
        phoneline_sipgate_io_log_url = self.phoneline_sipgate_io_log_url
        phoneline_sipgate_io_url = self.phoneline_sipgate_io_url
        phoneline_url = self.phoneline_url
        phoneline_voicemail_greeting_url = self.phoneline_voicemail_greeting_url
        phoneline_voicemail_greetings_url = self.phoneline_voicemail_greetings_url
        phoneline_voicemail_url = self.phoneline_voicemail_url
        phoneline_voicemails_url = self.phoneline_voicemails_url
        phonelines_parallel_forwarding_url = self.phonelines_parallel_forwarding_url
        phonelines_parallel_forwardings_url = self.phonelines_parallel_forwardings_url
        phonelines_url = self.phonelines_url
        porting_url = self.porting_url
        portings_url = self.portings_url
        restrictions_url = self.restrictions_url
        sessions_call_url = self.sessions_call_url
        settings_sipgateio_url = self.settings_sipgateio_url
        sms_caller_ids_url = self.sms_caller_ids_url
        sms_url = self.sms_url
        translations_url = self.translations_url
        user_busy_on_busy_url = self.user_busy_on_busy_url
        user_default_device_url = self.user_default_device_url
        user_device_sim_url = self.user_device_sim_url
        user_devices_url = self.user_devices_url
        user_external_devices_url = self.user_external_devices_url
        user_info_url = self.user_info_url
        user_mobile_devices_url = self.user_mobile_devices_url
        user_register_devices_url = self.user_register_devices_url
        user_role_url = self.user_role_url
        user_url = self.user_url
        users_url = self.users_url
        voicemail_detail_url = self.voicemail_detail_url
        voicemails_url = self.voicemails_url
        webuser_numbers_url = self.webuser_numbers_url
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if account_url is not UNSET:
            _json["accountUrl"] = account_url
        if account_verified_url is not UNSET:
            _json["accountVerifiedUrl"] = account_verified_url
        if add_direct_dial_url is not UNSET:
            _json["addDirectDialUrl"] = add_direct_dial_url
        if address_numbers_url is not UNSET:
            _json["addressNumbersUrl"] = address_numbers_url
        if address_url is not UNSET:
            _json["addressUrl"] = address_url
        if addresses_url is not UNSET:
            _json["addressesUrl"] = addresses_url
        if authorization_oauth_client_url is not UNSET:
            _json["authorizationOauthClientUrl"] = authorization_oauth_client_url
        if authorization_oauth_clients_url is not UNSET:
            _json["authorizationOauthClientsUrl"] = authorization_oauth_clients_url
        if authorization_token_url is not UNSET:
            _json["authorizationTokenUrl"] = authorization_token_url
        if balance_url is not UNSET:
            _json["balanceUrl"] = balance_url
        if call_restrictions_url is not UNSET:
            _json["callRestrictionsUrl"] = call_restrictions_url
        if change_direct_dial_url is not UNSET:
            _json["changeDirectDialUrl"] = change_direct_dial_url
        if contacts_url is not UNSET:
            _json["contactsUrl"] = contacts_url
        if crm_bridge_url is not UNSET:
            _json["crmBridgeUrl"] = crm_bridge_url
        if delete_direct_dial_url is not UNSET:
            _json["deleteDirectDialUrl"] = delete_direct_dial_url
        if device_caller_id_url is not UNSET:
            _json["deviceCallerIdUrl"] = device_caller_id_url
        if device_sim_orders_url is not UNSET:
            _json["deviceSimOrdersUrl"] = device_sim_orders_url
        if device_url is not UNSET:
            _json["deviceUrl"] = device_url
        if devices_single_row_display_url is not UNSET:
            _json["devicesSingleRowDisplayUrl"] = devices_single_row_display_url
        if devices_tariff_announcement_url is not UNSET:
            _json["devicesTariffAnnouncementUrl"] = devices_tariff_announcement_url
        if faxline_numbers_url is not UNSET:
            _json["faxlineNumbersUrl"] = faxline_numbers_url
        if faxline_url is not UNSET:
            _json["faxlineUrl"] = faxline_url
        if faxlines_url is not UNSET:
            _json["faxlinesUrl"] = faxlines_url
        if get_call_restrictions_url is not UNSET:
            _json["getCallRestrictionsUrl"] = get_call_restrictions_url
        if group_detail_url is not UNSET:
            _json["groupDetailUrl"] = group_detail_url
        if group_devices_url is not UNSET:
            _json["groupDevicesUrl"] = group_devices_url
        if group_numbers_url is not UNSET:
            _json["groupNumbersUrl"] = group_numbers_url
        if group_user_url is not UNSET:
            _json["groupUserUrl"] = group_user_url
        if groups_url is not UNSET:
            _json["groupsUrl"] = groups_url
        if history_entry_url is not UNSET:
            _json["historyEntryUrl"] = history_entry_url
        if history_url is not UNSET:
            _json["historyUrl"] = history_url
        if internal_contacts_url is not UNSET:
            _json["internalContactsUrl"] = internal_contacts_url
        if notifications_url is not UNSET:
            _json["notificationsUrl"] = notifications_url
        if number_url is not UNSET:
            _json["numberUrl"] = number_url
        if numbers_url is not UNSET:
            _json["numbersUrl"] = numbers_url
        if phoneline_block_anonymous_url is not UNSET:
            _json["phonelineBlockAnonymousUrl"] = phoneline_block_anonymous_url
        if phoneline_detail_url is not UNSET:
            _json["phonelineDetailUrl"] = phoneline_detail_url
        if phoneline_devices_url is not UNSET:
            _json["phonelineDevicesUrl"] = phoneline_devices_url
        if phoneline_forwardings_url is not UNSET:
            _json["phonelineForwardingsUrl"] = phoneline_forwardings_url
        if phoneline_numbers_url is not UNSET:
            _json["phonelineNumbersUrl"] = phoneline_numbers_url
        if phoneline_sipgate_io_log_url is not UNSET:
            _json["phonelineSipgateIoLogUrl"] = phoneline_sipgate_io_log_url
        if phoneline_sipgate_io_url is not UNSET:
            _json["phonelineSipgateIoUrl"] = phoneline_sipgate_io_url
        if phoneline_url is not UNSET:
            _json["phonelineUrl"] = phoneline_url
        if phoneline_voicemail_greeting_url is not UNSET:
            _json["phonelineVoicemailGreetingUrl"] = phoneline_voicemail_greeting_url
        if phoneline_voicemail_greetings_url is not UNSET:
            _json["phonelineVoicemailGreetingsUrl"] = phoneline_voicemail_greetings_url
        if phoneline_voicemail_url is not UNSET:
            _json["phonelineVoicemailUrl"] = phoneline_voicemail_url
        if phoneline_voicemails_url is not UNSET:
            _json["phonelineVoicemailsUrl"] = phoneline_voicemails_url
        if phonelines_parallel_forwarding_url is not UNSET:
            _json["phonelinesParallelForwardingUrl"] = phonelines_parallel_forwarding_url
        if phonelines_parallel_forwardings_url is not UNSET:
            _json["phonelinesParallelForwardingsUrl"] = phonelines_parallel_forwardings_url
        if phonelines_url is not UNSET:
            _json["phonelinesUrl"] = phonelines_url
        if porting_url is not UNSET:
            _json["portingUrl"] = porting_url
        if portings_url is not UNSET:
            _json["portingsUrl"] = portings_url
        if restrictions_url is not UNSET:
            _json["restrictionsUrl"] = restrictions_url
        if sessions_call_url is not UNSET:
            _json["sessionsCallUrl"] = sessions_call_url
        if settings_sipgateio_url is not UNSET:
            _json["settingsSipgateioUrl"] = settings_sipgateio_url
        if sms_caller_ids_url is not UNSET:
            _json["smsCallerIdsUrl"] = sms_caller_ids_url
        if sms_url is not UNSET:
            _json["smsUrl"] = sms_url
        if translations_url is not UNSET:
            _json["translationsUrl"] = translations_url
        if user_busy_on_busy_url is not UNSET:
            _json["userBusyOnBusyUrl"] = user_busy_on_busy_url
        if user_default_device_url is not UNSET:
            _json["userDefaultDeviceUrl"] = user_default_device_url
        if user_device_sim_url is not UNSET:
            _json["userDeviceSimUrl"] = user_device_sim_url
        if user_devices_url is not UNSET:
            _json["userDevicesUrl"] = user_devices_url
        if user_external_devices_url is not UNSET:
            _json["userExternalDevicesUrl"] = user_external_devices_url
        if user_info_url is not UNSET:
            _json["userInfoUrl"] = user_info_url
        if user_mobile_devices_url is not UNSET:
            _json["userMobileDevicesUrl"] = user_mobile_devices_url
        if user_register_devices_url is not UNSET:
            _json["userRegisterDevicesUrl"] = user_register_devices_url
        if user_role_url is not UNSET:
            _json["userRoleUrl"] = user_role_url
        if user_url is not UNSET:
            _json["userUrl"] = user_url
        if users_url is not UNSET:
            _json["usersUrl"] = users_url
        if voicemail_detail_url is not UNSET:
            _json["voicemailDetailUrl"] = voicemail_detail_url
        if voicemails_url is not UNSET:
            _json["voicemailsUrl"] = voicemails_url
        if webuser_numbers_url is not UNSET:
            _json["webuserNumbersUrl"] = webuser_numbers_url
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        account_url = _fields.pop("accountUrl", UNSET)

        account_verified_url = _fields.pop("accountVerifiedUrl", UNSET)

        add_direct_dial_url = _fields.pop("addDirectDialUrl", UNSET)

        address_numbers_url = _fields.pop("addressNumbersUrl", UNSET)

        address_url = _fields.pop("addressUrl", UNSET)

        addresses_url = _fields.pop("addressesUrl", UNSET)

        authorization_oauth_client_url = _fields.pop("authorizationOauthClientUrl", UNSET)

        authorization_oauth_clients_url = _fields.pop("authorizationOauthClientsUrl", UNSET)

        authorization_token_url = _fields.pop("authorizationTokenUrl", UNSET)

        balance_url = _fields.pop("balanceUrl", UNSET)

        call_restrictions_url = _fields.pop("callRestrictionsUrl", UNSET)

        change_direct_dial_url = _fields.pop("changeDirectDialUrl", UNSET)

        contacts_url = _fields.pop("contactsUrl", UNSET)

        crm_bridge_url = _fields.pop("crmBridgeUrl", UNSET)

        delete_direct_dial_url = _fields.pop("deleteDirectDialUrl", UNSET)

        device_caller_id_url = _fields.pop("deviceCallerIdUrl", UNSET)

        device_sim_orders_url = _fields.pop("deviceSimOrdersUrl", UNSET)

        device_url = _fields.pop("deviceUrl", UNSET)

        devices_single_row_display_url = _fields.pop("devicesSingleRowDisplayUrl", UNSET)

        devices_tariff_announcement_url = _fields.pop("devicesTariffAnnouncementUrl", UNSET)

        faxline_numbers_url = _fields.pop("faxlineNumbersUrl", UNSET)

        faxline_url = _fields.pop("faxlineUrl", UNSET)

        faxlines_url = _fields.pop("faxlinesUrl", UNSET)

        get_call_restrictions_url = _fields.pop("getCallRestrictionsUrl", UNSET)

        group_detail_url = _fields.pop("groupDetailUrl", UNSET)

        group_devices_url = _fields.pop("groupDevicesUrl", UNSET)

        group_numbers_url = _fields.pop("groupNumbersUrl", UNSET)

        group_user_url = _fields.pop("groupUserUrl", UNSET)

        groups_url = _fields.pop("groupsUrl", UNSET)

        history_entry_url = _fields.pop("historyEntryUrl", UNSET)

        history_url = _fields.pop("historyUrl", UNSET)

        internal_contacts_url = _fields.pop("internalContactsUrl", UNSET)

        notifications_url = _fields.pop("notificationsUrl", UNSET)

        number_url = _fields.pop("numberUrl", UNSET)

        numbers_url = _fields.pop("numbersUrl", UNSET)

        phoneline_block_anonymous_url = _fields.pop("phonelineBlockAnonymousUrl", UNSET)

        phoneline_detail_url = _fields.pop("phonelineDetailUrl", UNSET)

        phoneline_devices_url = _fields.pop("phonelineDevicesUrl", UNSET)

        phoneline_forwardings_url = _fields.pop("phonelineForwardingsUrl", UNSET)

        phoneline_numbers_url = _fields.pop("phonelineNumbersUrl", UNSET)

        phoneline_sipgate_io_log_url = _fields.pop("phonelineSipgateIoLogUrl", UNSET)

        phoneline_sipgate_io_url = _fields.pop("phonelineSipgateIoUrl", UNSET)

        phoneline_url = _fields.pop("phonelineUrl", UNSET)

        phoneline_voicemail_greeting_url = _fields.pop("phonelineVoicemailGreetingUrl", UNSET)

        phoneline_voicemail_greetings_url = _fields.pop("phonelineVoicemailGreetingsUrl", UNSET)

        phoneline_voicemail_url = _fields.pop("phonelineVoicemailUrl", UNSET)

        phoneline_voicemails_url = _fields.pop("phonelineVoicemailsUrl", UNSET)

        phonelines_parallel_forwarding_url = _fields.pop("phonelinesParallelForwardingUrl", UNSET)

        phonelines_parallel_forwardings_url = _fields.pop("phonelinesParallelForwardingsUrl", UNSET)

        phonelines_url = _fields.pop("phonelinesUrl", UNSET)

        porting_url = _fields.pop("portingUrl", UNSET)

        portings_url = _fields.pop("portingsUrl", UNSET)

        restrictions_url = _fields.pop("restrictionsUrl", UNSET)

        sessions_call_url = _fields.pop("sessionsCallUrl", UNSET)

        settings_sipgateio_url = _fields.pop("settingsSipgateioUrl", UNSET)

        sms_caller_ids_url = _fields.pop("smsCallerIdsUrl", UNSET)

        sms_url = _fields.pop("smsUrl", UNSET)

        translations_url = _fields.pop("translationsUrl", UNSET)

        user_busy_on_busy_url = _fields.pop("userBusyOnBusyUrl", UNSET)

        user_default_device_url = _fields.pop("userDefaultDeviceUrl", UNSET)

        user_device_sim_url = _fields.pop("userDeviceSimUrl", UNSET)

        user_devices_url = _fields.pop("userDevicesUrl", UNSET)

        user_external_devices_url = _fields.pop("userExternalDevicesUrl", UNSET)

        user_info_url = _fields.pop("userInfoUrl", UNSET)

        user_mobile_devices_url = _fields.pop("userMobileDevicesUrl", UNSET)

        user_register_devices_url = _fields.pop("userRegisterDevicesUrl", UNSET)

        user_role_url = _fields.pop("userRoleUrl", UNSET)

        user_url = _fields.pop("userUrl", UNSET)

        users_url = _fields.pop("usersUrl", UNSET)

        voicemail_detail_url = _fields.pop("voicemailDetailUrl", UNSET)

        voicemails_url = _fields.pop("voicemailsUrl", UNSET)

        webuser_numbers_url = _fields.pop("webuserNumbersUrl", UNSET)

        _built = cls(
            account_url=account_url,
            account_verified_url=account_verified_url,
            add_direct_dial_url=add_direct_dial_url,
            address_numbers_url=address_numbers_url,
            address_url=address_url,
            addresses_url=addresses_url,
            authorization_oauth_client_url=authorization_oauth_client_url,
            authorization_oauth_clients_url=authorization_oauth_clients_url,
            authorization_token_url=authorization_token_url,
            balance_url=balance_url,
            call_restrictions_url=call_restrictions_url,
            change_direct_dial_url=change_direct_dial_url,
            contacts_url=contacts_url,
            crm_bridge_url=crm_bridge_url,
            delete_direct_dial_url=delete_direct_dial_url,
            device_caller_id_url=device_caller_id_url,
            device_sim_orders_url=device_sim_orders_url,
            device_url=device_url,
            devices_single_row_display_url=devices_single_row_display_url,
            devices_tariff_announcement_url=devices_tariff_announcement_url,
            faxline_numbers_url=faxline_numbers_url,
            faxline_url=faxline_url,
            faxlines_url=faxlines_url,
            get_call_restrictions_url=get_call_restrictions_url,
            group_detail_url=group_detail_url,
            group_devices_url=group_devices_url,
            group_numbers_url=group_numbers_url,
            group_user_url=group_user_url,
            groups_url=groups_url,
            history_entry_url=history_entry_url,
            history_url=history_url,
            internal_contacts_url=internal_contacts_url,
            notifications_url=notifications_url,
            number_url=number_url,
            numbers_url=numbers_url,
            phoneline_block_anonymous_url=phoneline_block_anonymous_url,
            phoneline_detail_url=phoneline_detail_url,
            phoneline_devices_url=phoneline_devices_url,
            phoneline_forwardings_url=phoneline_forwardings_url,
            phoneline_numbers_url=phoneline_numbers_url,
            phoneline_sipgate_io_log_url=phoneline_sipgate_io_log_url,
            phoneline_sipgate_io_url=phoneline_sipgate_io_url,
            phoneline_url=phoneline_url,
            phoneline_voicemail_greeting_url=phoneline_voicemail_greeting_url,
            phoneline_voicemail_greetings_url=phoneline_voicemail_greetings_url,
            phoneline_voicemail_url=phoneline_voicemail_url,
            phoneline_voicemails_url=phoneline_voicemails_url,
            phonelines_parallel_forwarding_url=phonelines_parallel_forwarding_url,
            phonelines_parallel_forwardings_url=phonelines_parallel_forwardings_url,
            phonelines_url=phonelines_url,
            porting_url=porting_url,
            portings_url=portings_url,
            restrictions_url=restrictions_url,
            sessions_call_url=sessions_call_url,
            settings_sipgateio_url=settings_sipgateio_url,
            sms_caller_ids_url=sms_caller_ids_url,
            sms_url=sms_url,
            translations_url=translations_url,
            user_busy_on_busy_url=user_busy_on_busy_url,
            user_default_device_url=user_default_device_url,
            user_device_sim_url=user_device_sim_url,
            user_devices_url=user_devices_url,
            user_external_devices_url=user_external_devices_url,
            user_info_url=user_info_url,
            user_mobile_devices_url=user_mobile_devices_url,
            user_register_devices_url=user_register_devices_url,
            user_role_url=user_role_url,
            user_url=user_url,
            users_url=users_url,
            voicemail_detail_url=voicemail_detail_url,
            voicemails_url=voicemails_url,
            webuser_numbers_url=webuser_numbers_url,
        )
        _built.additional_properties = _fields
        return _built

    @property
    def additional_keys(self) -> list[str]:
        """The names of the fields that the document does not list."""
        return list(self.additional_properties)

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
