from uuid import UUID

from domain.tenancy.organisation import FoundOrganisation, OrganisationFounded, organisation
from domain.tenancy.user import PasswordSet, RegisterUser, SetPassword, SignIn, UserRegistered, UserSignedIn, user
from tests.spec import given

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
