"""Channels: found by what providers call them, unique for the installation, and ready to use."""

from uuid import UUID, uuid4

import pytest

from application.channels import Channels
from domain.channels.channel import SuspendChannel
from domain.fact import SYSTEM, Context
from domain.refusal import Refused
from runtime.composition import House

CLOUD = {"phone_number_id": "111", "waba_id": "222"}
AC1, AC2, AC3 = (f"AC{n:032x}" for n in (1, 2, 3))
SECRETS = {"access_token": "a", "app_secret": "b", "verify_token": "c"}


def connect(house: House, organisation_id: UUID, **changes: str) -> UUID:
    channel_id = uuid4()
    settings = {**CLOUD, **changes}
    house.channels.connect(
        Context(organisation_id, SYSTEM), channel_id, "whatsapp_cloud", "Accueil", settings, dict(SECRETS)
    )
    return channel_id


def test_a_channel_is_found_by_its_number_and_by_its_account(house: House) -> None:
    organisation_id = uuid4()
    channel_id = connect(house, organisation_id)
    connect(house, organisation_id, phone_number_id="333")
    for endpoint in ("111", "waba:222"):
        found = house.channels.of_endpoint("whatsapp_cloud", endpoint)
        assert found is not None
        assert (found.organisation_id, found.channel_id) == (organisation_id, channel_id)
        assert found.access.secrets == SECRETS
    assert house.channels.of_endpoint("whatsapp_cloud", "444") is None
    assert house.channels.of_endpoint("twilio", "111") is None


def test_a_number_belongs_to_one_organisation(house: House) -> None:
    connect(house, uuid4())
    with pytest.raises(Refused) as refused:
        connect(house, uuid4())
    assert refused.value.code == "ENDPOINT_TAKEN"


def test_a_twilio_number_is_told_apart_by_its_account(house: House) -> None:
    found = []
    for account in (AC1, AC2, "*"):
        channel_id, organisation_id = uuid4(), uuid4()
        settings = {"account_sid": account, "number": "whatsapp:+14155238886"}
        context = Context(organisation_id, SYSTEM)
        house.channels.connect(context, channel_id, "twilio", "Bac à sable", settings, {"auth_token": "t"})
        found.append(channel_id)
    for account, channel_id in zip((AC1, AC2, AC3), found, strict=True):
        in_use = house.channels.of_endpoint("twilio", f"{account}/whatsapp:+14155238886")
        assert in_use is not None and in_use.channel_id == channel_id


@pytest.mark.parametrize(
    ("provider", "named", "secrets", "code"),
    [
        ("pigeon", CLOUD, SECRETS, "PROVIDER_UNKNOWN"),
        ("whatsapp_cloud", {"phone_number_id": "111"}, SECRETS, "CHANNEL_SETTING_MISSING"),
        ("whatsapp_cloud", CLOUD, {"access_token": "a"}, "CHANNEL_SECRET_MISSING"),
    ],
)
def test_what_is_missing_is_named(
    house: House, provider: str, named: dict[str, str], secrets: dict[str, str], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        house.channels.connect(Context(uuid4(), SYSTEM), uuid4(), provider, "Accueil", named, secrets)
    assert refused.value.code == code


def test_secrets_are_in_no_table_in_clear(house: House) -> None:
    connect(house, uuid4())
    with house.keys_pool.connection() as connection:
        rows = connection.execute("SELECT wrapped FROM keys.secrets").fetchall()
    assert rows and not any(b"app_secret" in wrapped for (wrapped,) in rows)
    with house.pool.connection() as connection:
        facts = connection.execute("SELECT convert_from(state, 'UTF8') FROM ledger.facts").fetchall()
    assert not any("app_secret" in state for (state,) in facts)


def test_another_process_sees_a_suspension_at_once(house: House) -> None:
    organisation_id = uuid4()
    channel_id = connect(house, organisation_id)
    other = Channels(house.bus, house.vault, house.master_key, house.channels.providers)
    assert other.of_endpoint("whatsapp_cloud", "111") is not None
    house.bus.execute(Context(organisation_id, SYSTEM), SuspendChannel(channel_id=channel_id, reason="Jeton expiré."))
    found = other.use(organisation_id, channel_id)
    assert found is not None and found.suspended == "Jeton expiré."
