"""Telephones for the tests of the messaging adapters."""

import pytest

from tests.adapters.messaging.phones import CloudPhone, Correcting, Phone, Reached, SimulatorPhone, TwilioPhone


@pytest.fixture(params=[CloudPhone, TwilioPhone, SimulatorPhone], ids=["whatsapp_cloud", "twilio", "simulator"])
def phone(request: pytest.FixtureRequest) -> Phone:
    """A telephone of each provider."""
    made: Phone = request.param()
    return made


@pytest.fixture(params=[CloudPhone, TwilioPhone], ids=["whatsapp_cloud", "twilio"])
def reached(request: pytest.FixtureRequest) -> Reached:
    """A telephone of each provider that is called over the network."""
    made: Reached = request.param()
    return made


@pytest.fixture(params=[CloudPhone, SimulatorPhone], ids=["whatsapp_cloud", "simulator"])
def correcting(request: pytest.FixtureRequest) -> Correcting:
    """A telephone of each provider that tells of corrections."""
    made: Correcting = request.param()
    return made


@pytest.fixture
def cloud() -> CloudPhone:
    """A telephone of the WhatsApp Cloud API."""
    return CloudPhone()


@pytest.fixture
def twilio() -> TwilioPhone:
    """A telephone of Twilio."""
    return TwilioPhone()
