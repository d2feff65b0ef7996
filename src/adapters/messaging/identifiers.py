"""Names of people on WhatsApp, in the form in which contacts are known."""

import re

import phonenumbers

from application.ports.messaging import Identifier

_PHONE = re.compile(r"\+?[0-9]{1,20}")
_BUSINESS_SCOPED = re.compile(r"[A-Z]{2}\.[A-Za-z0-9.]{1,132}")


def e164(claimed: str) -> str:
    """A number with its country code as E.164; one that no country knows is kept, as ``+`` and its digits."""
    digits = re.sub(r"[^0-9]", "", claimed)
    try:
        number = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        return f"+{digits}"
    if not phonenumbers.is_valid_number(number):
        return f"+{digits}"
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def identifier(address: str) -> Identifier:
    """What an address is: a phone, a business-scoped user id (``US.1349…``), or a name that only the provider knows.

    Source: Meta, "Business-scoped user IDs" (2026-05-28): two letters of a country, a dot, up to 128 characters.
    """
    if _PHONE.fullmatch(address):
        return Identifier("phone", e164(address))
    if _BUSINESS_SCOPED.fullmatch(address):
        return Identifier("bsuid", address)
    return Identifier("provider", address)
