# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls


@_attrs_define
class LinksResponse:
    """Addresses of sipgate's web pages, each under a name of its own.

    Attributes:
        account_settings_url (str | Unset):
        account_top_up_url (str | Unset):
        accounts_url (str | Unset):
        admin_ivr_settings (str | Unset):
        admin_product_settings_url (str | Unset):
        admin_public_phones_url (str | Unset):
        affiliate_url (str | Unset):
        apps_url (str | Unset):
        basic_url (str | Unset):
        book_connection_url (str | Unset):
        book_faxline_url (str | Unset):
        book_phoneline_url (str | Unset):
        book_phonenumber_url (str | Unset):
        brand_url (str | Unset):
        call_package_tac_url (str | Unset):
        chatbot_url (str | Unset):
        console_web_url (str | Unset):
        contacts_help_center_url (str | Unset):
        contacts_url (str | Unset):
        contract_upselling_url (str | Unset):
        data_contingent_tac_url (str | Unset):
        fax_app_url (str | Unset):
        fax_rescue_url (str | Unset):
        feature_store_url (str | Unset):
        feedback_form_url (str | Unset):
        forwardings_url (str | Unset): Path of the forwardings.
        helpdesk_phone_configuration_url (str | Unset):
        helpdesk_url (str | Unset):
        legacy_token_authenticate_url (str | Unset):
        login_url (str | Unset):
        logo_target_url (str | Unset):
        logout_page_url (str | Unset):
        logout_url (str | Unset):
        microsoft_teams_url (str | Unset):
        mnp_faq_url (str | Unset):
        non_ewr_helpcenter_url (str | Unset):
        notifications_url (str | Unset):
        payment_settings_url (str | Unset):
        personal_settings_url (str | Unset):
        phonestats_url (str | Unset):
        presence_container_url (str | Unset):
        presence_url (str | Unset):
        rescue_url (str | Unset):
        send_fax_url (str | Unset):
        simquadrat_url (str | Unset):
        start_up_page_url (str | Unset):
        support_url (str | Unset):
        team_url (str | Unset):
        test_programme_url (str | Unset):
        token_authenticate_url (str | Unset):
        trunking_contingent_advertisement_url (str | Unset):
        user_settings_url (str | Unset):
        wbci_opt_in_url (str | Unset):
        whats_new_url (str | Unset):
    """

    account_settings_url: str | Unset = UNSET
    account_top_up_url: str | Unset = UNSET
    accounts_url: str | Unset = UNSET
    admin_ivr_settings: str | Unset = UNSET
    admin_product_settings_url: str | Unset = UNSET
    admin_public_phones_url: str | Unset = UNSET
    affiliate_url: str | Unset = UNSET
    apps_url: str | Unset = UNSET
    basic_url: str | Unset = UNSET
    book_connection_url: str | Unset = UNSET
    book_faxline_url: str | Unset = UNSET
    book_phoneline_url: str | Unset = UNSET
    book_phonenumber_url: str | Unset = UNSET
    brand_url: str | Unset = UNSET
    call_package_tac_url: str | Unset = UNSET
    chatbot_url: str | Unset = UNSET
    console_web_url: str | Unset = UNSET
    contacts_help_center_url: str | Unset = UNSET
    contacts_url: str | Unset = UNSET
    contract_upselling_url: str | Unset = UNSET
    data_contingent_tac_url: str | Unset = UNSET
    fax_app_url: str | Unset = UNSET
    fax_rescue_url: str | Unset = UNSET
    feature_store_url: str | Unset = UNSET
    feedback_form_url: str | Unset = UNSET
    forwardings_url: str | Unset = UNSET
    helpdesk_phone_configuration_url: str | Unset = UNSET
    helpdesk_url: str | Unset = UNSET
    legacy_token_authenticate_url: str | Unset = UNSET
    login_url: str | Unset = UNSET
    logo_target_url: str | Unset = UNSET
    logout_page_url: str | Unset = UNSET
    logout_url: str | Unset = UNSET
    microsoft_teams_url: str | Unset = UNSET
    mnp_faq_url: str | Unset = UNSET
    non_ewr_helpcenter_url: str | Unset = UNSET
    notifications_url: str | Unset = UNSET
    payment_settings_url: str | Unset = UNSET
    personal_settings_url: str | Unset = UNSET
    phonestats_url: str | Unset = UNSET
    presence_container_url: str | Unset = UNSET
    presence_url: str | Unset = UNSET
    rescue_url: str | Unset = UNSET
    send_fax_url: str | Unset = UNSET
    simquadrat_url: str | Unset = UNSET
    start_up_page_url: str | Unset = UNSET
    support_url: str | Unset = UNSET
    team_url: str | Unset = UNSET
    test_programme_url: str | Unset = UNSET
    token_authenticate_url: str | Unset = UNSET
    trunking_contingent_advertisement_url: str | Unset = UNSET
    user_settings_url: str | Unset = UNSET
    wbci_opt_in_url: str | Unset = UNSET
    whats_new_url: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        account_settings_url = self.account_settings_url
        account_top_up_url = self.account_top_up_url
        accounts_url = self.accounts_url
        admin_ivr_settings = self.admin_ivr_settings
        admin_product_settings_url = self.admin_product_settings_url
        admin_public_phones_url = self.admin_public_phones_url
        affiliate_url = self.affiliate_url
        apps_url = self.apps_url
        basic_url = self.basic_url
        book_connection_url = self.book_connection_url
        book_faxline_url = self.book_faxline_url
        book_phoneline_url = self.book_phoneline_url
        book_phonenumber_url = self.book_phonenumber_url
        brand_url = self.brand_url
        call_package_tac_url = self.call_package_tac_url
        chatbot_url = self.chatbot_url
        console_web_url = self.console_web_url
        contacts_help_center_url = self.contacts_help_center_url
        contacts_url = self.contacts_url
        contract_upselling_url = self.contract_upselling_url
        data_contingent_tac_url = self.data_contingent_tac_url
        fax_app_url = self.fax_app_url
        fax_rescue_url = self.fax_rescue_url
        feature_store_url = self.feature_store_url
        feedback_form_url = self.feedback_form_url
        forwardings_url = self.forwardings_url
        helpdesk_phone_configuration_url = self.helpdesk_phone_configuration_url
        helpdesk_url = self.helpdesk_url
        legacy_token_authenticate_url = self.legacy_token_authenticate_url
        login_url = self.login_url
        logo_target_url = self.logo_target_url
        logout_page_url = self.logout_page_url
        logout_url = self.logout_url
        microsoft_teams_url = self.microsoft_teams_url
        mnp_faq_url = self.mnp_faq_url
        non_ewr_helpcenter_url = self.non_ewr_helpcenter_url
        notifications_url = self.notifications_url
        payment_settings_url = self.payment_settings_url
        personal_settings_url = self.personal_settings_url
        phonestats_url = self.phonestats_url
        presence_container_url = self.presence_container_url
        presence_url = self.presence_url
        rescue_url = self.rescue_url
        send_fax_url = self.send_fax_url
        simquadrat_url = self.simquadrat_url
        start_up_page_url = self.start_up_page_url
        support_url = self.support_url
        team_url = self.team_url
        test_programme_url = self.test_programme_url
        token_authenticate_url = self.token_authenticate_url
        trunking_contingent_advertisement_url = self.trunking_contingent_advertisement_url
        user_settings_url = self.user_settings_url
        wbci_opt_in_url = self.wbci_opt_in_url
        whats_new_url = self.whats_new_url
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if account_settings_url is not UNSET:
            _json["accountSettingsUrl"] = account_settings_url
        if account_top_up_url is not UNSET:
            _json["accountTopUpUrl"] = account_top_up_url
        if accounts_url is not UNSET:
            _json["accountsUrl"] = accounts_url
        if admin_ivr_settings is not UNSET:
            _json["adminIvrSettings"] = admin_ivr_settings
        if admin_product_settings_url is not UNSET:
            _json["adminProductSettingsUrl"] = admin_product_settings_url
        if admin_public_phones_url is not UNSET:
            _json["adminPublicPhonesUrl"] = admin_public_phones_url
        if affiliate_url is not UNSET:
            _json["affiliateUrl"] = affiliate_url
        if apps_url is not UNSET:
            _json["appsUrl"] = apps_url
        if basic_url is not UNSET:
            _json["basicUrl"] = basic_url
        if book_connection_url is not UNSET:
            _json["bookConnectionUrl"] = book_connection_url
        if book_faxline_url is not UNSET:
            _json["bookFaxlineUrl"] = book_faxline_url
        if book_phoneline_url is not UNSET:
            _json["bookPhonelineUrl"] = book_phoneline_url
        if book_phonenumber_url is not UNSET:
            _json["bookPhonenumberUrl"] = book_phonenumber_url
        if brand_url is not UNSET:
            _json["brandUrl"] = brand_url
        if call_package_tac_url is not UNSET:
            _json["callPackageTacUrl"] = call_package_tac_url
        if chatbot_url is not UNSET:
            _json["chatbotUrl"] = chatbot_url
        if console_web_url is not UNSET:
            _json["consoleWebUrl"] = console_web_url
        if contacts_help_center_url is not UNSET:
            _json["contactsHelpCenterUrl"] = contacts_help_center_url
        if contacts_url is not UNSET:
            _json["contactsUrl"] = contacts_url
        if contract_upselling_url is not UNSET:
            _json["contractUpsellingUrl"] = contract_upselling_url
        if data_contingent_tac_url is not UNSET:
            _json["dataContingentTacUrl"] = data_contingent_tac_url
        if fax_app_url is not UNSET:
            _json["faxAppUrl"] = fax_app_url
        if fax_rescue_url is not UNSET:
            _json["faxRescueUrl"] = fax_rescue_url
        if feature_store_url is not UNSET:
            _json["featureStoreUrl"] = feature_store_url
        if feedback_form_url is not UNSET:
            _json["feedbackFormUrl"] = feedback_form_url
        if forwardings_url is not UNSET:
            _json["forwardingsUrl"] = forwardings_url
        if helpdesk_phone_configuration_url is not UNSET:
            _json["helpdeskPhoneConfigurationUrl"] = helpdesk_phone_configuration_url
        if helpdesk_url is not UNSET:
            _json["helpdeskUrl"] = helpdesk_url
        if legacy_token_authenticate_url is not UNSET:
            _json["legacyTokenAuthenticateUrl"] = legacy_token_authenticate_url
        if login_url is not UNSET:
            _json["loginUrl"] = login_url
        if logo_target_url is not UNSET:
            _json["logoTargetUrl"] = logo_target_url
        if logout_page_url is not UNSET:
            _json["logoutPageUrl"] = logout_page_url
        if logout_url is not UNSET:
            _json["logoutUrl"] = logout_url
        if microsoft_teams_url is not UNSET:
            _json["microsoftTeamsUrl"] = microsoft_teams_url
        if mnp_faq_url is not UNSET:
            _json["mnpFaqUrl"] = mnp_faq_url
        if non_ewr_helpcenter_url is not UNSET:
            _json["nonEWRHelpcenterUrl"] = non_ewr_helpcenter_url
        if notifications_url is not UNSET:
            _json["notificationsUrl"] = notifications_url
        if payment_settings_url is not UNSET:
            _json["paymentSettingsUrl"] = payment_settings_url
        if personal_settings_url is not UNSET:
            _json["personalSettingsUrl"] = personal_settings_url
        if phonestats_url is not UNSET:
            _json["phonestatsUrl"] = phonestats_url
        if presence_container_url is not UNSET:
            _json["presenceContainerUrl"] = presence_container_url
        if presence_url is not UNSET:
            _json["presenceUrl"] = presence_url
        if rescue_url is not UNSET:
            _json["rescueUrl"] = rescue_url
        if send_fax_url is not UNSET:
            _json["sendFaxUrl"] = send_fax_url
        if simquadrat_url is not UNSET:
            _json["simquadratUrl"] = simquadrat_url
        if start_up_page_url is not UNSET:
            _json["startUpPageUrl"] = start_up_page_url
        if support_url is not UNSET:
            _json["supportUrl"] = support_url
        if team_url is not UNSET:
            _json["teamUrl"] = team_url
        if test_programme_url is not UNSET:
            _json["testProgrammeUrl"] = test_programme_url
        if token_authenticate_url is not UNSET:
            _json["tokenAuthenticateUrl"] = token_authenticate_url
        if trunking_contingent_advertisement_url is not UNSET:
            _json["trunkingContingentAdvertisementUrl"] = trunking_contingent_advertisement_url
        if user_settings_url is not UNSET:
            _json["userSettingsUrl"] = user_settings_url
        if wbci_opt_in_url is not UNSET:
            _json["wbciOptInUrl"] = wbci_opt_in_url
        if whats_new_url is not UNSET:
            _json["whatsNewUrl"] = whats_new_url
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        account_settings_url = _fields.pop("accountSettingsUrl", UNSET)

        account_top_up_url = _fields.pop("accountTopUpUrl", UNSET)

        accounts_url = _fields.pop("accountsUrl", UNSET)

        admin_ivr_settings = _fields.pop("adminIvrSettings", UNSET)

        admin_product_settings_url = _fields.pop("adminProductSettingsUrl", UNSET)

        admin_public_phones_url = _fields.pop("adminPublicPhonesUrl", UNSET)

        affiliate_url = _fields.pop("affiliateUrl", UNSET)

        apps_url = _fields.pop("appsUrl", UNSET)

        basic_url = _fields.pop("basicUrl", UNSET)

        book_connection_url = _fields.pop("bookConnectionUrl", UNSET)

        book_faxline_url = _fields.pop("bookFaxlineUrl", UNSET)

        book_phoneline_url = _fields.pop("bookPhonelineUrl", UNSET)

        book_phonenumber_url = _fields.pop("bookPhonenumberUrl", UNSET)

        brand_url = _fields.pop("brandUrl", UNSET)

        call_package_tac_url = _fields.pop("callPackageTacUrl", UNSET)

        chatbot_url = _fields.pop("chatbotUrl", UNSET)

        console_web_url = _fields.pop("consoleWebUrl", UNSET)

        contacts_help_center_url = _fields.pop("contactsHelpCenterUrl", UNSET)

        contacts_url = _fields.pop("contactsUrl", UNSET)

        contract_upselling_url = _fields.pop("contractUpsellingUrl", UNSET)

        data_contingent_tac_url = _fields.pop("dataContingentTacUrl", UNSET)

        fax_app_url = _fields.pop("faxAppUrl", UNSET)

        fax_rescue_url = _fields.pop("faxRescueUrl", UNSET)

        feature_store_url = _fields.pop("featureStoreUrl", UNSET)

        feedback_form_url = _fields.pop("feedbackFormUrl", UNSET)

        forwardings_url = _fields.pop("forwardingsUrl", UNSET)

        helpdesk_phone_configuration_url = _fields.pop("helpdeskPhoneConfigurationUrl", UNSET)

        helpdesk_url = _fields.pop("helpdeskUrl", UNSET)

        legacy_token_authenticate_url = _fields.pop("legacyTokenAuthenticateUrl", UNSET)

        login_url = _fields.pop("loginUrl", UNSET)

        logo_target_url = _fields.pop("logoTargetUrl", UNSET)

        logout_page_url = _fields.pop("logoutPageUrl", UNSET)

        logout_url = _fields.pop("logoutUrl", UNSET)

        microsoft_teams_url = _fields.pop("microsoftTeamsUrl", UNSET)

        mnp_faq_url = _fields.pop("mnpFaqUrl", UNSET)

        non_ewr_helpcenter_url = _fields.pop("nonEWRHelpcenterUrl", UNSET)

        notifications_url = _fields.pop("notificationsUrl", UNSET)

        payment_settings_url = _fields.pop("paymentSettingsUrl", UNSET)

        personal_settings_url = _fields.pop("personalSettingsUrl", UNSET)

        phonestats_url = _fields.pop("phonestatsUrl", UNSET)

        presence_container_url = _fields.pop("presenceContainerUrl", UNSET)

        presence_url = _fields.pop("presenceUrl", UNSET)

        rescue_url = _fields.pop("rescueUrl", UNSET)

        send_fax_url = _fields.pop("sendFaxUrl", UNSET)

        simquadrat_url = _fields.pop("simquadratUrl", UNSET)

        start_up_page_url = _fields.pop("startUpPageUrl", UNSET)

        support_url = _fields.pop("supportUrl", UNSET)

        team_url = _fields.pop("teamUrl", UNSET)

        test_programme_url = _fields.pop("testProgrammeUrl", UNSET)

        token_authenticate_url = _fields.pop("tokenAuthenticateUrl", UNSET)

        trunking_contingent_advertisement_url = _fields.pop("trunkingContingentAdvertisementUrl", UNSET)

        user_settings_url = _fields.pop("userSettingsUrl", UNSET)

        wbci_opt_in_url = _fields.pop("wbciOptInUrl", UNSET)

        whats_new_url = _fields.pop("whatsNewUrl", UNSET)

        _built = cls(
            account_settings_url=account_settings_url,
            account_top_up_url=account_top_up_url,
            accounts_url=accounts_url,
            admin_ivr_settings=admin_ivr_settings,
            admin_product_settings_url=admin_product_settings_url,
            admin_public_phones_url=admin_public_phones_url,
            affiliate_url=affiliate_url,
            apps_url=apps_url,
            basic_url=basic_url,
            book_connection_url=book_connection_url,
            book_faxline_url=book_faxline_url,
            book_phoneline_url=book_phoneline_url,
            book_phonenumber_url=book_phonenumber_url,
            brand_url=brand_url,
            call_package_tac_url=call_package_tac_url,
            chatbot_url=chatbot_url,
            console_web_url=console_web_url,
            contacts_help_center_url=contacts_help_center_url,
            contacts_url=contacts_url,
            contract_upselling_url=contract_upselling_url,
            data_contingent_tac_url=data_contingent_tac_url,
            fax_app_url=fax_app_url,
            fax_rescue_url=fax_rescue_url,
            feature_store_url=feature_store_url,
            feedback_form_url=feedback_form_url,
            forwardings_url=forwardings_url,
            helpdesk_phone_configuration_url=helpdesk_phone_configuration_url,
            helpdesk_url=helpdesk_url,
            legacy_token_authenticate_url=legacy_token_authenticate_url,
            login_url=login_url,
            logo_target_url=logo_target_url,
            logout_page_url=logout_page_url,
            logout_url=logout_url,
            microsoft_teams_url=microsoft_teams_url,
            mnp_faq_url=mnp_faq_url,
            non_ewr_helpcenter_url=non_ewr_helpcenter_url,
            notifications_url=notifications_url,
            payment_settings_url=payment_settings_url,
            personal_settings_url=personal_settings_url,
            phonestats_url=phonestats_url,
            presence_container_url=presence_container_url,
            presence_url=presence_url,
            rescue_url=rescue_url,
            send_fax_url=send_fax_url,
            simquadrat_url=simquadrat_url,
            start_up_page_url=start_up_page_url,
            support_url=support_url,
            team_url=team_url,
            test_programme_url=test_programme_url,
            token_authenticate_url=token_authenticate_url,
            trunking_contingent_advertisement_url=trunking_contingent_advertisement_url,
            user_settings_url=user_settings_url,
            wbci_opt_in_url=wbci_opt_in_url,
            whats_new_url=whats_new_url,
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
