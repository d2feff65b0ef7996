"""The journal: what is in it, what is sensitive, and its export as a fact."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from domain import catalogue
from domain.audit.export import ExportJournal, JournalExported, export
from domain.audit.kinds import _SENSITIVE, is_sensitive, is_told, names_of
from domain.event import Event
from domain.refusal import Refused
from tests.domain.samples import sample
from tests.spec import given

catalogue.load()

MARCH, APRIL = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
ASKED = ExportJournal(export_id=UUID(int=1), format="csv", since=MARCH, until=APRIL, kinds=("tenancy",), sensitive=True)
GIVEN = JournalExported(**dict(ASKED))


def test_an_export_is_recorded_once_with_what_was_asked() -> None:
    given(export).when(ASKED).then_once(GIVEN)


def test_an_export_of_what_makes_no_sense_is_refused() -> None:
    given(export).when(ASKED.model_copy(update={"until": MARCH})).refuses("PERIOD_INVALID")
    given(export).when(ASKED.model_copy(update={"kinds": ("faxes",)})).refuses("KIND_UNKNOWN")
    given(export).when(ASKED.model_copy(update={"since": datetime(2026, 3, 1)})).refuses("INSTANT_INVALID")  # noqa: DTZ001


def test_kinds_are_contexts_or_names() -> None:
    assert names_of(()) is None
    assert names_of(("tenancy.RoleChanged",)) == {"tenancy.RoleChanged"}
    assert names_of(("audit", "tenancy.RoleChanged")) == {"audit.JournalExported", "tenancy.RoleChanged"}
    assert names_of(("conversations",), sensitive=True) == frozenset()
    for unknown in ("", "tenancy.", "RoleChanged", "tenancy.Nothing"):
        with pytest.raises(Refused) as refused:
            names_of((unknown,))
        assert (refused.value.code, refused.value.field) == ("KIND_UNKNOWN", "kinds")


@pytest.mark.parametrize(
    "name",
    [
        "tenancy.UserSignedIn",
        "tenancy.SignInFailed",
        "tenancy.RoleChanged",
        "tenancy.PermissionsChanged",
        "tenancy.SessionEnded",
        "tenancy.SecondFactorRemoved",
        "contacts.ContactErased",
        "assistant.AssistantConfigured",
        "channels.ChannelCredentialsRotated",
        "audit.JournalExported",
    ],
)
def test_access_exports_erasures_and_settings_are_sensitive(name: str) -> None:
    assert is_sensitive(name)
    assert name in (names_of((), sensitive=True) or ())


def test_what_is_sensitive_is_something_that_happens() -> None:
    assert Event.by_name.keys() >= _SENSITIVE
    assert not is_sensitive("tenancy.SessionRefreshed") and not is_sensitive("conversations.MessageQueued")


@pytest.mark.parametrize("name", ["tenancy.SessionOpened", "tenancy.MemberInvited", "tenancy.PasswordResetAsked"])
def test_what_is_to_end_has_not_happened_then(name: str) -> None:
    assert sample(Event.by_name[name]).happened_at is None


@pytest.mark.parametrize("actor", ["user", "key", "staff", "something new"])
def test_all_that_people_do_is_in_the_journal_but_what_is_for_one_alone(actor: str) -> None:
    assert is_told(actor, sample(Event.by_name["conversations.MessageQueued"]))
    assert not is_told(actor, sample(Event.by_name["notifications.NotificationSeen"]))


@pytest.mark.parametrize("actor", ["contact", "provider", "assistant", "system"])
def test_of_what_goes_by_itself_only_the_sensitive_is(actor: str) -> None:
    assert is_told(actor, sample(Event.by_name["tenancy.SessionEnded"]))
    assert not is_told(actor, sample(Event.by_name["conversations.MessageReceived"]))
