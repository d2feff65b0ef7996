from datetime import UTC, datetime, timedelta
from uuid import UUID

from domain.channels.channel import (
    ChannelConnected,
    ChannelCredentialsRetired,
    ChannelCredentialsRotated,
    ChannelRenamed,
    ChannelResumed,
    ChannelSuspended,
    ConnectChannel,
    RenameChannel,
    ResumeChannel,
    RetireChannelCredentials,
    RotateChannelCredentials,
    SuspendChannel,
    channel,
)
from domain.channels.noting import SAME_CHECK
from domain.channels.number import (
    ChannelChecked,
    ChannelLimited,
    ChannelQualityChanged,
    ChannelRestricted,
    ChannelRestrictionLifted,
    LiftRestriction,
    NoteCheck,
    NoteLimit,
    NoteQuality,
    RestrictNumber,
)
from tests.spec import given

PHONE = UUID(int=1)
CONNECTED = ChannelConnected(
    channel_id=PHONE, provider="twilio", label="Accueil", settings={"number": "+33"}, credentials_version=1
)
SUSPENDED = ChannelSuspended(channel_id=PHONE, reason="Jeton expiré.", cause="person")
REFUSED = SUSPENDED.model_copy(update={"cause": "provider"})
ROTATED = ChannelCredentialsRotated(channel_id=PHONE, credentials_version=2)
RETIRED = ChannelCredentialsRetired(channel_id=PHONE, credentials_version=1)
NOON = datetime(2026, 9, 14, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=5)
CONNECT = ConnectChannel(channel_id=PHONE, provider="twilio", label=" Accueil ", settings={"number": "+33"})
SUSPEND = SuspendChannel(channel_id=PHONE, reason="Jeton expiré.")
ROTATE = RotateChannelCredentials(channel_id=PHONE, credentials_version=2, replaces=1)
RETIRE = RetireChannelCredentials(channel_id=PHONE, before=2)
RESUME = ResumeChannel(channel_id=PHONE)


def test_a_channel_is_connected_once() -> None:
    given(channel).when(CONNECT).then_once(CONNECTED)


def test_a_channel_has_a_name() -> None:
    given(channel).when(CONNECT.model_copy(update={"label": " "})).refuses("CHANNEL_LABEL_INVALID")
    given(channel).when(CONNECT.model_copy(update={"label": "x" * 81})).refuses("CHANNEL_LABEL_INVALID")


def test_a_channel_is_renamed() -> None:
    rename = RenameChannel(channel_id=PHONE, label=" Boutique ")
    given(channel, CONNECTED).when(rename).then_once(ChannelRenamed(channel_id=PHONE, label="Boutique"))
    given(channel, CONNECTED).when(RenameChannel(channel_id=PHONE, label="Accueil")).then()
    given(channel, CONNECTED).when(RenameChannel(channel_id=PHONE, label=" ")).refuses("CHANNEL_LABEL_INVALID")
    given(channel).when(rename).refuses("CHANNEL_UNKNOWN")


def test_credentials_are_rotated_from_those_in_use() -> None:
    given(channel, CONNECTED).when(ROTATE).then_once(ROTATED)
    given(channel).when(ROTATE).refuses("CHANNEL_UNKNOWN")
    late = RotateChannelCredentials(channel_id=PHONE, credentials_version=3, replaces=1)
    given(channel, CONNECTED, ROTATED).when(late).refuses("CHANNEL_CREDENTIALS_REPLACED")


def test_new_credentials_mend_what_the_provider_refused_and_nothing_else() -> None:
    given(channel, CONNECTED, REFUSED).when(ROTATE).then_once(ROTATED, ChannelResumed(channel_id=PHONE))
    given(channel, CONNECTED, SUSPENDED).when(ROTATE).then_once(ROTATED)


def test_former_credentials_are_retired_once_and_never_those_in_use() -> None:
    given(channel, CONNECTED, ROTATED).when(RETIRE).then_once(RETIRED)
    given(channel, CONNECTED, ROTATED).when(RETIRE.model_copy(update={"before": 9})).then_once(RETIRED)
    given(channel, CONNECTED, ROTATED).when(RETIRE.model_copy(update={"before": 1})).then()
    given(channel, CONNECTED).when(RETIRE).then()
    given(channel).when(RETIRE).refuses("CHANNEL_UNKNOWN")


def test_a_person_who_stops_a_channel_is_stronger_than_its_provider() -> None:
    given(channel, CONNECTED, REFUSED).when(SUSPEND).then_once(SUSPENDED)
    given(channel, CONNECTED, REFUSED, SUSPENDED).when(ROTATE).then(ROTATED)
    refused = SuspendChannel(channel_id=PHONE, reason="Jeton expiré.", credentials_version=1)
    given(channel, CONNECTED, SUSPENDED).when(refused).then()


def test_dead_credentials_say_nothing_against_their_successors() -> None:
    suspend = SuspendChannel(channel_id=PHONE, reason="Jeton expiré.", credentials_version=1)
    given(channel, CONNECTED).when(suspend).then_once(REFUSED)
    given(channel, CONNECTED, ROTATED).when(suspend).then()


def test_a_channel_is_suspended_and_resumed() -> None:
    given(channel, CONNECTED).when(SUSPEND).then_once(SUSPENDED)
    given(channel, CONNECTED, SUSPENDED).when(RESUME).then_once(ChannelResumed(channel_id=PHONE))
    given(channel, CONNECTED).when(RESUME).then()
    given(channel).when(SUSPEND).refuses("CHANNEL_UNKNOWN")
    given(channel).when(RESUME).refuses("CHANNEL_UNKNOWN")


CHECK = NoteCheck(channel_id=PHONE, ok=True, findings={"TOKEN_VALID": "ok"}, number="+33700000042", checked_at=NOON)
CHECKED = ChannelChecked(**CHECK.model_dump())


def test_a_check_that_finds_the_same_within_the_hour_is_no_news() -> None:
    given(channel, CONNECTED).when(CHECK).then_once(CHECKED)
    given(channel).when(CHECK).refuses("CHANNEL_UNKNOWN")
    soon = CHECK.model_copy(update={"checked_at": NOON + SAME_CHECK - timedelta(seconds=1)})
    given(channel, CONNECTED, CHECKED).when(soon).then()
    later = {"checked_at": NOON + SAME_CHECK}
    given(channel, CONNECTED, CHECKED).when(CHECK.model_copy(update=later)).then(CHECKED.model_copy(update=later))
    worse = {"ok": False, "findings": {"TOKEN_INVALID": "error"}}
    given(channel, CONNECTED, CHECKED).when(CHECK.model_copy(update=worse)).then(CHECKED.model_copy(update=worse))


def test_a_check_that_could_not_see_the_number_forgets_nothing() -> None:
    blind = CHECK.model_copy(update={"number": "", "findings": {}})
    given(channel, CONNECTED, CHECKED).when(blind).then_once(CHECKED.model_copy(update={"findings": {}}))


def test_what_the_provider_says_of_the_number_is_kept_when_it_changes() -> None:
    quality = ChannelQualityChanged(channel_id=PHONE, quality="low", told_at=NOON)
    low = NoteQuality(channel_id=PHONE, quality="low", at=NOON)
    given(channel, CONNECTED).when(low).then_once(quality)
    given(channel, CONNECTED).when(low.model_copy(update={"quality": "unknown"})).then()
    limit = ChannelLimited(channel_id=PHONE, customers_per_day=250, told_at=NOON)
    limited = NoteLimit(channel_id=PHONE, customers_per_day=250, at=NOON)
    given(channel, CONNECTED).when(limited).then_once(limit)
    given(channel).when(low).refuses("CHANNEL_UNKNOWN")
    given(channel).when(limited).refuses("CHANNEL_UNKNOWN")


def test_what_the_provider_denies_is_kept_until_it_is_lifted() -> None:
    flagged = ChannelRestricted(channel_id=PHONE, restriction="FLAGGED", until=None, told_at=NOON)
    banned = ChannelRestricted(channel_id=PHONE, restriction="BANNED", until=NOON, told_at=NOON)
    restrict = RestrictNumber(channel_id=PHONE, restriction="FLAGGED", at=NOON)
    given(channel, CONNECTED).when(restrict).then_once(flagged)
    longer = RestrictNumber(channel_id=PHONE, restriction="FLAGGED", until=NOON, at=LATER)
    longest = flagged.model_copy(update={"until": NOON, "told_at": LATER})
    given(channel, CONNECTED, flagged).when(longer).then_once(longest)
    lifted = [
        ChannelRestrictionLifted(channel_id=PHONE, restriction=code, told_at=LATER) for code in ("FLAGGED", "BANNED")
    ]
    one = LiftRestriction(channel_id=PHONE, restriction="FLAGGED", at=LATER)
    given(channel, CONNECTED, flagged, banned).when(one).then_once(lifted[0])
    everything = LiftRestriction(channel_id=PHONE, at=LATER)
    given(channel, CONNECTED, flagged, banned).when(everything).then_once(*lifted)
    given(channel, CONNECTED).when(one).then()
    given(channel).when(restrict).refuses("CHANNEL_UNKNOWN")
    given(channel).when(one).refuses("CHANNEL_UNKNOWN")


def test_what_was_told_before_is_no_news() -> None:
    """Webhooks come in any order, and the journal may be replayed."""
    restrict = RestrictNumber(channel_id=PHONE, restriction="FLAGGED", at=NOON)
    restricted = ChannelRestricted(channel_id=PHONE, restriction="FLAGGED", until=None, told_at=NOON)
    lifted = ChannelRestrictionLifted(channel_id=PHONE, restriction="FLAGGED", told_at=LATER)
    given(channel, CONNECTED, restricted, lifted).when(restrict).then()
    again = restricted.model_copy(update={"told_at": LATER + timedelta(minutes=5)})
    for lift in (
        LiftRestriction(channel_id=PHONE, at=LATER),
        LiftRestriction(channel_id=PHONE, restriction="FLAGGED", at=LATER),
    ):
        given(channel, CONNECTED, again).when(lift).then()
    quality = ChannelQualityChanged(channel_id=PHONE, quality="low", told_at=LATER)
    given(channel, CONNECTED, quality).when(NoteQuality(channel_id=PHONE, quality="high", at=NOON)).then()
    limit = ChannelLimited(channel_id=PHONE, customers_per_day=250, told_at=LATER)
    given(channel, CONNECTED, limit).when(NoteLimit(channel_id=PHONE, customers_per_day=1_000, at=NOON)).then()
