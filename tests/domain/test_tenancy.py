from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from domain.tenancy.organisation import (
    ChangeSecurityPolicy,
    EditOrganisation,
    FoundOrganisation,
    OrganisationEdited,
    OrganisationFounded,
    OrganisationReactivated,
    OrganisationSuspended,
    ReactivateOrganisation,
    SecurityPolicyChanged,
    SuspendOrganisation,
    organisation,
)
from domain.tenancy.user import (
    FIRST_WAIT,
    LONGEST_WAIT,
    TRIES,
    AskPasswordReset,
    ChangePermissions,
    ChangeRole,
    FailSignIn,
    PasswordResetAsked,
    PasswordSet,
    PermissionsChanged,
    ReactivateUser,
    RegisterUser,
    RevokeSessions,
    RoleChanged,
    SessionsRevoked,
    SetPassword,
    SignIn,
    SignInFailed,
    SuspendUser,
    UserReactivated,
    UserRegistered,
    UserSignedIn,
    UserSuspended,
    user,
)
from tests.spec import given

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)

ORG, LAURA = UUID(int=1), UUID(int=2)
FOUND = FoundOrganisation(organisation_id=ORG, organisation_name=" Institut ")
REGISTER = RegisterUser(user_id=LAURA, email=" laura@example.org ", user_name=" Laura ", role="admin")
REGISTERED = UserRegistered(user_id=LAURA, email="laura@example.org", user_name="Laura", role="admin")
SET = SetPassword(user_id=LAURA, password_version=1)


def test_an_organisation_is_founded_once() -> None:
    founded = OrganisationFounded(organisation_id=ORG, organisation_name="Institut", time_zone="Europe/Paris")
    given(organisation).when(FOUND).then_once(founded)


def test_an_organisation_has_a_name_and_a_real_time_zone() -> None:
    given(organisation).when(FOUND.model_copy(update={"organisation_name": ""})).refuses("ORGANISATION_NAME_INVALID")
    given(organisation).when(FOUND.model_copy(update={"time_zone": "Mars/Base"})).refuses("TIME_ZONE_UNKNOWN")


def test_an_organisation_changes_its_name_and_its_clocks() -> None:
    founded = OrganisationFounded(organisation_id=ORG, organisation_name="Institut", time_zone="Europe/Paris")
    edit = EditOrganisation(organisation_id=ORG, organisation_name=" Institut Lumière ", time_zone="Africa/Douala")
    edited = OrganisationEdited(organisation_id=ORG, organisation_name="Institut Lumière", time_zone="Africa/Douala")
    given(organisation, founded).when(edit).then_once(edited)
    given(organisation).when(edit).refuses("ORGANISATION_UNKNOWN")
    given(organisation, founded).when(edit.model_copy(update={"organisation_name": " "})).refuses(
        "ORGANISATION_NAME_INVALID"
    )
    given(organisation, founded).when(edit.model_copy(update={"time_zone": "Mars/Base"})).refuses("TIME_ZONE_UNKNOWN")


def test_an_organisation_asks_for_a_second_factor_and_changes_its_mind() -> None:
    founded = OrganisationFounded(organisation_id=ORG, organisation_name="Institut", time_zone="Europe/Paris")
    for before, asked in (([founded], True), ([founded, policy(True)], False)):
        change = ChangeSecurityPolicy(organisation_id=ORG, second_factor_required=asked)
        given(organisation, *before).when(change).then_once(policy(asked))
    given(organisation).when(ChangeSecurityPolicy(organisation_id=ORG, second_factor_required=True)).refuses(
        "ORGANISATION_UNKNOWN"
    )


def test_an_organisation_is_suspended_for_a_reason_and_comes_back() -> None:
    founded = OrganisationFounded(organisation_id=ORG, organisation_name="Institut", time_zone="Europe/Paris")
    suspend, suspended = (
        SuspendOrganisation(organisation_id=ORG, reason=" Impayé "),
        OrganisationSuspended(organisation_id=ORG, reason="Impayé"),
    )
    reactivate, reactivated = (
        ReactivateOrganisation(organisation_id=ORG),
        OrganisationReactivated(organisation_id=ORG),
    )
    given(organisation, founded).when(suspend).then_once(suspended)
    given(organisation, founded, suspended).when(reactivate).then_once(reactivated)
    given(organisation, founded).when(suspend.model_copy(update={"reason": " "})).refuses("REASON_INVALID")
    for command in (suspend, reactivate):
        given(organisation).when(command).refuses("ORGANISATION_UNKNOWN")


def test_whoever_runs_the_platform_is_not_suspended() -> None:
    founded = OrganisationFounded(
        organisation_id=ORG, organisation_name="Palabre", time_zone="Europe/Paris", operator=True
    )
    given(organisation, founded).when(SuspendOrganisation(organisation_id=ORG, reason="x")).refuses("OPERATOR_STAYS")


def test_those_who_run_the_platform_always_need_a_second_factor() -> None:
    founded = OrganisationFounded(
        organisation_id=ORG, organisation_name="Palabre", time_zone="Europe/Paris", operator=True
    )
    assert organisation.fold([founded]).second_factor_required
    for asked in (True, False):
        when = given(organisation, founded).when(
            ChangeSecurityPolicy(organisation_id=ORG, second_factor_required=asked)
        )
        when.then() if asked else when.refuses("SECOND_FACTOR_MANDATORY")


def policy(required: bool) -> SecurityPolicyChanged:
    return SecurityPolicyChanged(organisation_id=ORG, second_factor_required=required)


def test_a_member_is_registered_once() -> None:
    given(user).when(REGISTER).then_once(REGISTERED)


def test_a_member_has_a_name_and_an_address() -> None:
    given(user).when(REGISTER.model_copy(update={"user_name": " "})).refuses("USER_NAME_EMPTY")
    given(user).when(REGISTER.model_copy(update={"email": "laura"})).refuses("EMAIL_INVALID")


def test_a_password_is_set_forward() -> None:
    given(user, REGISTERED).when(SET).then_once(PasswordSet(user_id=LAURA, password_version=1))
    given(user).when(SET).refuses("USER_UNKNOWN")


def test_each_sign_in_is_a_fact() -> None:
    given(user, REGISTERED, UserSignedIn(user_id=LAURA)).when(SignIn(user_id=LAURA)).then(UserSignedIn(user_id=LAURA))
    given(user).when(SignIn(user_id=LAURA)).refuses("USER_UNKNOWN")


def failed(count: int, locked_until: datetime | None = None) -> list[SignInFailed]:
    """So many wrong passwords, the last of which made the account wait."""
    free = [SignInFailed(user_id=LAURA, locked_until=None)] * (count - 1)
    return [*free, SignInFailed(user_id=LAURA, locked_until=locked_until)]


def test_each_wrong_password_is_a_fact() -> None:
    given(user, REGISTERED).when(FailSignIn(user_id=LAURA, at=NOON)).then(*failed(1))
    given(user).when(FailSignIn(user_id=LAURA, at=NOON)).refuses("USER_UNKNOWN")


@pytest.mark.parametrize(
    ("before", "wait"),
    [(TRIES - 1, FIRST_WAIT), (TRIES, 2 * FIRST_WAIT), (TRIES + 2, 8 * FIRST_WAIT), (10_000, LONGEST_WAIT)],
)
def test_after_many_wrong_passwords_the_account_waits_longer_and_longer(before: int, wait: timedelta) -> None:
    refused = SignInFailed(user_id=LAURA, locked_until=NOON + wait)
    given(user, REGISTERED, *failed(before)).when(FailSignIn(user_id=LAURA, at=NOON)).then(refused)


def test_who_tries_while_the_account_waits_does_not_make_it_wait_longer() -> None:
    waiting = failed(TRIES, locked_until=NOON + FIRST_WAIT)
    given(user, REGISTERED, *waiting).when(FailSignIn(user_id=LAURA, at=NOON)).then()


def test_a_sign_in_forgets_the_wrong_passwords() -> None:
    before = [*failed(TRIES, locked_until=NOON), UserSignedIn(user_id=LAURA)]
    given(user, REGISTERED, *before).when(FailSignIn(user_id=LAURA, at=NOON)).then(*failed(1))


def test_a_role_is_changed_once() -> None:
    change = ChangeRole(user_id=LAURA, role="viewer")
    given(user, REGISTERED).when(change).then_once(RoleChanged(user_id=LAURA, role="viewer"))
    given(user).when(change).refuses("USER_UNKNOWN")


def test_permissions_are_changed_as_a_whole_and_once() -> None:
    change = ChangePermissions(user_id=LAURA, granted=("stats.read", "channels.manage"), withdrawn=("contacts.erase",))
    changed = PermissionsChanged(
        user_id=LAURA, granted=("channels.manage", "stats.read"), withdrawn=("contacts.erase",)
    )
    given(user, REGISTERED).when(change).then_once(changed)
    given(user, REGISTERED, changed).when(ChangePermissions(user_id=LAURA, granted=(), withdrawn=())).then_once(
        PermissionsChanged(user_id=LAURA, granted=(), withdrawn=())
    )
    given(user).when(change).refuses("USER_UNKNOWN")


def test_a_permission_exists_and_is_on_one_side() -> None:
    both = ChangePermissions(user_id=LAURA, granted=("stats.read",), withdrawn=("stats.read",))
    given(user, REGISTERED).when(both).refuses("PERMISSION_TWICE")
    for field in ("granted", "withdrawn"):
        unknown = both.model_copy(update={"granted": (), "withdrawn": (), field: ("faxes.send" * 50,)})
        given(user, REGISTERED).when(unknown).refuses("PERMISSION_UNKNOWN")


def test_a_member_is_suspended_once_with_a_reason_and_may_come_back() -> None:
    suspend = SuspendUser(user_id=LAURA, reason=" En congé. ")
    suspended = UserSuspended(user_id=LAURA, reason="En congé.")
    reactivate, reactivated = ReactivateUser(user_id=LAURA), UserReactivated(user_id=LAURA)
    given(user, REGISTERED).when(suspend).then_once(suspended)
    given(user, REGISTERED, suspended).when(reactivate).then_once(reactivated)
    given(user, REGISTERED).when(reactivate).then()
    for reason in (" ", "x" * 201):
        given(user, REGISTERED).when(suspend.model_copy(update={"reason": reason})).refuses("REASON_INVALID")
    for command in (suspend, reactivate):
        given(user).when(command).refuses("USER_UNKNOWN")


def test_a_forgotten_password_sends_one_mail_as_long_as_its_link_is_good() -> None:
    ask = AskPasswordReset(user_id=LAURA, at=NOON, ends_at=NOON + timedelta(minutes=30))
    asked = PasswordResetAsked(user_id=LAURA, password_version=0, ends_at=NOON + timedelta(minutes=30))
    given(user, REGISTERED).when(ask).then_once(asked)
    later = ask.model_copy(update={"at": asked.ends_at, "ends_at": asked.ends_at + timedelta(minutes=30)})
    given(user, REGISTERED, asked).when(later).then(asked.model_copy(update={"ends_at": later.ends_at}))
    given(user, REGISTERED, UserSuspended(user_id=LAURA, reason="x")).when(ask).then()
    given(user).when(ask).refuses("USER_UNKNOWN")


def test_all_sessions_are_revoked_as_often_as_one_asks() -> None:
    revoke, revoked = RevokeSessions(user_id=LAURA), SessionsRevoked(user_id=LAURA)
    given(user, REGISTERED, revoked).when(revoke).then(revoked)
    given(user).when(revoke).refuses("USER_UNKNOWN")


@pytest.mark.parametrize(
    "event",
    [
        PasswordSet(user_id=LAURA, password_version=2),
        UserSuspended(user_id=LAURA, reason="x"),
        SessionsRevoked(user_id=LAURA),
    ],
)
def test_what_ends_all_sessions_moves_the_epoch(event: PasswordSet | UserSuspended | SessionsRevoked) -> None:
    before, after = user.fold([REGISTERED]), user.fold([REGISTERED, event])
    assert after.epoch == before.epoch + 1
