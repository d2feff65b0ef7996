from uuid import UUID

from domain.channels.channel import (
    ChannelConnected,
    ChannelCredentialsRotated,
    ChannelResumed,
    ChannelSuspended,
    ConnectChannel,
    ResumeChannel,
    RotateChannelCredentials,
    SuspendChannel,
    channel,
)
from tests.spec import given

PHONE = UUID(int=1)
CONNECTED = ChannelConnected(
    channel_id=PHONE, provider="twilio", label="Accueil", settings={"number": "+33"}, credentials_version=1
)
SUSPENDED = ChannelSuspended(channel_id=PHONE, reason="Jeton expiré.")
CONNECT = ConnectChannel(channel_id=PHONE, provider="twilio", label=" Accueil ", settings={"number": "+33"})
SUSPEND = SuspendChannel(channel_id=PHONE, reason="Jeton expiré.")
ROTATE = RotateChannelCredentials(channel_id=PHONE, credentials_version=2)
RESUME = ResumeChannel(channel_id=PHONE)


def test_a_channel_is_connected_once() -> None:
    given(channel).when(CONNECT).then_once(CONNECTED)


def test_a_channel_has_a_name() -> None:
    given(channel).when(CONNECT.model_copy(update={"label": " "})).refuses("CHANNEL_LABEL_INVALID")
    given(channel).when(CONNECT.model_copy(update={"label": "x" * 81})).refuses("CHANNEL_LABEL_INVALID")


def test_credentials_are_rotated_forward() -> None:
    rotated = ChannelCredentialsRotated(channel_id=PHONE, credentials_version=2)
    given(channel, CONNECTED).when(ROTATE).then_once(rotated)
    given(channel).when(ROTATE).refuses("CHANNEL_UNKNOWN")


def test_a_channel_is_suspended_and_resumed() -> None:
    given(channel, CONNECTED).when(SUSPEND).then_once(SUSPENDED)
    given(channel, CONNECTED, SUSPENDED).when(RESUME).then_once(ChannelResumed(channel_id=PHONE))
    given(channel, CONNECTED).when(RESUME).then()
    given(channel).when(SUSPEND).refuses("CHANNEL_UNKNOWN")
    given(channel).when(RESUME).refuses("CHANNEL_UNKNOWN")
