"""Telephones for the tests of the messaging adapters."""

import os
from pathlib import Path

import pytest

from tests.adapters.messaging.phones import CloudPhone, Correcting, Phone, Reached, SimulatorPhone, TwilioPhone

CHECKOUT = Path(__file__).resolve().parents[3]


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


@pytest.fixture
def contracts() -> Path:
    """The folder of the providers' own specifications and webhooks, where there is one."""
    folder = (CHECKOUT / os.environ.get("PALABRE_CONTRACTS", "../shared/contracts")).resolve()
    if not folder.is_dir():
        pytest.skip(f"no provider contracts in {folder} (PALABRE_CONTRACTS)")
    return folder
