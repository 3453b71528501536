"""Account and addresses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..dispatch.api_errors import bad_request, not_found
from ..dispatch.registry import Context, operation
from ..state.people import Address
from .lookups import get_or_404, items
from .numbers import number_to_json


@operation("getAccount")
def _get_account(ctx: Context) -> dict[str, Any]:
    account = ctx.state.account
    return {
        "company": account.company,
        "mainProductType": account.main_product_type,
        "logoUrl": account.logo_url,
        "verified": account.verified,
        "historyLifeTime": "UNLIMITED",
    }


@operation("verify")
def _verify(ctx: Context) -> None:
    if ctx.body["verificationCode"] != ctx.state.account.verification_code:
        raise not_found("Verification code")
    ctx.state.account = replace(ctx.state.account, verified=True)


@operation("getBalance")
def _get_balance(ctx: Context) -> dict[str, Any]:
    account = ctx.state.account
    return {"amount": account.balance, "currency": account.currency}


def _address(ctx: Context) -> Address:
    return get_or_404(ctx.state.addresses, str(ctx.path["addressId"]), "Address")


def _address_to_json(address: Address) -> dict[str, str]:
    return {
        "poBox": "",
        "extendedAddress": " ".join(part for part in (address.address1, address.address2) if part),
        "streetAddress": f"{address.street} {address.number}".strip(),
        "locality": address.city,
        "region": address.state,
        "postalCode": address.postcode,
        "country": address.country,
    }


@operation("getAddresses")
def _get_addresses(ctx: Context) -> dict[str, Any]:
    return items(_address_to_json(address) for address in ctx.state.addresses)


@operation("getItemCount")
def _get_item_count(ctx: Context) -> dict[str, int]:
    return {"itemCount": len(ctx.state.addresses)}


@operation("getAddress")
def _get_address(ctx: Context) -> dict[str, str]:
    return _address_to_json(_address(ctx))


@operation("modifyAddress")
def _modify_address(ctx: Context) -> None:
    body = ctx.body
    if len(body["countrycode"]) not in (2, 3):
        raise bad_request("Not a country code", "/countrycode")
    ctx.state.addresses.put(
        replace(
            _address(ctx),
            country=body["countrycode"].upper(),
            postcode=body["postcode"],
            city=body["city"],
            state=body.get("state", ""),
            street=body.get("street", ""),
            number=body.get("number", ""),
            address1=body.get("address1", ""),
            address2=body.get("address2", ""),
        )
    )


@operation("getAddressNumbers")
def _get_address_numbers(ctx: Context) -> dict[str, Any]:
    address = _address(ctx)
    here = [number for number in ctx.state.numbers if address.id == "1" and number.type == "LANDLINE"]
    return items(number_to_json(ctx, number) for number in here)
