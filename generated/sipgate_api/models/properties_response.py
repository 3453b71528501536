# pyright: basic
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset, without_nulls


@_attrs_define
class PropertiesResponse:
    """Switches that tell sipgate's own apps what to show.

    Attributes:
        chatbot_human (bool | Unset):
        chatbot_using_informal_language (bool | Unset):
        has_dedicated_admin_area (bool | Unset):
        identity_verification_required (bool | Unset):
        identity_verification_required_for_mobile (bool | Unset):
        mobile_only_product (bool | Unset):
        multi_sim_product (bool | Unset):
        product_without_base_fee (bool | Unset):
        show_basic_logo (bool | Unset):
        show_click_2_dial_button (bool | Unset):
        show_display_single_line_option (bool | Unset):
        show_e_sim_options (bool | Unset):
        show_event_time_to_live_hint (bool | Unset):
        show_netto_prices (bool | Unset):
        show_register_dnd_option (bool | Unset):
        show_sim_relevant_options (bool | Unset):
        show_simquadrat_logo (bool | Unset):
        show_sip_credentials (bool | Unset):
        show_verification_letter (bool | Unset):
        verification_letter_code_required (bool | Unset):
        voip_only_product (bool | Unset):
    """

    chatbot_human: bool | Unset = UNSET
    chatbot_using_informal_language: bool | Unset = UNSET
    has_dedicated_admin_area: bool | Unset = UNSET
    identity_verification_required: bool | Unset = UNSET
    identity_verification_required_for_mobile: bool | Unset = UNSET
    mobile_only_product: bool | Unset = UNSET
    multi_sim_product: bool | Unset = UNSET
    product_without_base_fee: bool | Unset = UNSET
    show_basic_logo: bool | Unset = UNSET
    show_click_2_dial_button: bool | Unset = UNSET
    show_display_single_line_option: bool | Unset = UNSET
    show_e_sim_options: bool | Unset = UNSET
    show_event_time_to_live_hint: bool | Unset = UNSET
    show_netto_prices: bool | Unset = UNSET
    show_register_dnd_option: bool | Unset = UNSET
    show_sim_relevant_options: bool | Unset = UNSET
    show_simquadrat_logo: bool | Unset = UNSET
    show_sip_credentials: bool | Unset = UNSET
    show_verification_letter: bool | Unset = UNSET
    verification_letter_code_required: bool | Unset = UNSET
    voip_only_product: bool | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, as JSON."""
        chatbot_human = self.chatbot_human
        chatbot_using_informal_language = self.chatbot_using_informal_language
        has_dedicated_admin_area = self.has_dedicated_admin_area
        identity_verification_required = self.identity_verification_required
        identity_verification_required_for_mobile = self.identity_verification_required_for_mobile
        mobile_only_product = self.mobile_only_product
        multi_sim_product = self.multi_sim_product
        product_without_base_fee = self.product_without_base_fee
        show_basic_logo = self.show_basic_logo
        show_click_2_dial_button = self.show_click_2_dial_button
        show_display_single_line_option = self.show_display_single_line_option
        show_e_sim_options = self.show_e_sim_options
        show_event_time_to_live_hint = self.show_event_time_to_live_hint
        show_netto_prices = self.show_netto_prices
        show_register_dnd_option = self.show_register_dnd_option
        show_sim_relevant_options = self.show_sim_relevant_options
        show_simquadrat_logo = self.show_simquadrat_logo
        show_sip_credentials = self.show_sip_credentials
        show_verification_letter = self.show_verification_letter
        verification_letter_code_required = self.verification_letter_code_required
        voip_only_product = self.voip_only_product
        _json: dict[str, Any] = {}
        _json.update(self.additional_properties)
        if chatbot_human is not UNSET:
            _json["chatbotHuman"] = chatbot_human
        if chatbot_using_informal_language is not UNSET:
            _json["chatbotUsingInformalLanguage"] = chatbot_using_informal_language
        if has_dedicated_admin_area is not UNSET:
            _json["hasDedicatedAdminArea"] = has_dedicated_admin_area
        if identity_verification_required is not UNSET:
            _json["identityVerificationRequired"] = identity_verification_required
        if identity_verification_required_for_mobile is not UNSET:
            _json["identityVerificationRequiredForMobile"] = identity_verification_required_for_mobile
        if mobile_only_product is not UNSET:
            _json["mobileOnlyProduct"] = mobile_only_product
        if multi_sim_product is not UNSET:
            _json["multiSimProduct"] = multi_sim_product
        if product_without_base_fee is not UNSET:
            _json["productWithoutBaseFee"] = product_without_base_fee
        if show_basic_logo is not UNSET:
            _json["showBasicLogo"] = show_basic_logo
        if show_click_2_dial_button is not UNSET:
            _json["showClick2DialButton"] = show_click_2_dial_button
        if show_display_single_line_option is not UNSET:
            _json["showDisplaySingleLineOption"] = show_display_single_line_option
        if show_e_sim_options is not UNSET:
            _json["showESimOptions"] = show_e_sim_options
        if show_event_time_to_live_hint is not UNSET:
            _json["showEventTimeToLiveHint"] = show_event_time_to_live_hint
        if show_netto_prices is not UNSET:
            _json["showNettoPrices"] = show_netto_prices
        if show_register_dnd_option is not UNSET:
            _json["showRegisterDndOption"] = show_register_dnd_option
        if show_sim_relevant_options is not UNSET:
            _json["showSimRelevantOptions"] = show_sim_relevant_options
        if show_simquadrat_logo is not UNSET:
            _json["showSimquadratLogo"] = show_simquadrat_logo
        if show_sip_credentials is not UNSET:
            _json["showSipCredentials"] = show_sip_credentials
        if show_verification_letter is not UNSET:
            _json["showVerificationLetter"] = show_verification_letter
        if verification_letter_code_required is not UNSET:
            _json["verificationLetterCodeRequired"] = verification_letter_code_required
        if voip_only_product is not UNSET:
            _json["voipOnlyProduct"] = voip_only_product
        return _json

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        """Read one JSON object; null is read as absent, and what has the wrong shape is left out."""
        _fields = without_nulls(src_dict)
        chatbot_human = _fields.pop("chatbotHuman", UNSET)

        chatbot_using_informal_language = _fields.pop("chatbotUsingInformalLanguage", UNSET)

        has_dedicated_admin_area = _fields.pop("hasDedicatedAdminArea", UNSET)

        identity_verification_required = _fields.pop("identityVerificationRequired", UNSET)

        identity_verification_required_for_mobile = _fields.pop(
            "identityVerificationRequiredForMobile", UNSET
        )

        mobile_only_product = _fields.pop("mobileOnlyProduct", UNSET)

        multi_sim_product = _fields.pop("multiSimProduct", UNSET)

        product_without_base_fee = _fields.pop("productWithoutBaseFee", UNSET)

        show_basic_logo = _fields.pop("showBasicLogo", UNSET)

        show_click_2_dial_button = _fields.pop("showClick2DialButton", UNSET)

        show_display_single_line_option = _fields.pop("showDisplaySingleLineOption", UNSET)

        show_e_sim_options = _fields.pop("showESimOptions", UNSET)

        show_event_time_to_live_hint = _fields.pop("showEventTimeToLiveHint", UNSET)

        show_netto_prices = _fields.pop("showNettoPrices", UNSET)

        show_register_dnd_option = _fields.pop("showRegisterDndOption", UNSET)

        show_sim_relevant_options = _fields.pop("showSimRelevantOptions", UNSET)

        show_simquadrat_logo = _fields.pop("showSimquadratLogo", UNSET)

        show_sip_credentials = _fields.pop("showSipCredentials", UNSET)

        show_verification_letter = _fields.pop("showVerificationLetter", UNSET)

        verification_letter_code_required = _fields.pop("verificationLetterCodeRequired", UNSET)

        voip_only_product = _fields.pop("voipOnlyProduct", UNSET)

        _built = cls(
            chatbot_human=chatbot_human,
            chatbot_using_informal_language=chatbot_using_informal_language,
            has_dedicated_admin_area=has_dedicated_admin_area,
            identity_verification_required=identity_verification_required,
            identity_verification_required_for_mobile=identity_verification_required_for_mobile,
            mobile_only_product=mobile_only_product,
            multi_sim_product=multi_sim_product,
            product_without_base_fee=product_without_base_fee,
            show_basic_logo=show_basic_logo,
            show_click_2_dial_button=show_click_2_dial_button,
            show_display_single_line_option=show_display_single_line_option,
            show_e_sim_options=show_e_sim_options,
            show_event_time_to_live_hint=show_event_time_to_live_hint,
            show_netto_prices=show_netto_prices,
            show_register_dnd_option=show_register_dnd_option,
            show_sim_relevant_options=show_sim_relevant_options,
            show_simquadrat_logo=show_simquadrat_logo,
            show_sip_credentials=show_sip_credentials,
            show_verification_letter=show_verification_letter,
            verification_letter_code_required=verification_letter_code_required,
            voip_only_product=voip_only_product,
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
