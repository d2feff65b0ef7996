from uuid import UUID

import pytest

from domain.tenancy.organisation import OrganisationFounded, organisation
from domain.tenancy.places import PlaceTaken, TakePlace, places
from domain.tenancy.plan_changes import ChangePlan, PlanChanged
from domain.tenancy.plans import NO_LIMITS, PLANS, Limits
from domain.tenancy.user import PermissionsChanged, RoleChanged, UserRegistered, UserSuspended, user
from tests.spec import given

ORG, LAURA, INVITED = UUID(int=1), UUID(int=2), UUID(int=3)
FOUNDED = OrganisationFounded(organisation_id=ORG, organisation_name="Institut", time_zone="Africa/Douala")
OPERATOR = FOUNDED.model_copy(update={"operator": True})


def changed(plan: str, contacts: int | None, messages: int | None, agents: int | None) -> PlanChanged:
    return PlanChanged(
        organisation_id=ORG,
        plan=plan,  # type: ignore[arg-type]
        max_contacts=contacts,
        max_messages_monthly=messages,
        max_agents=agents,
    )


PROFESSIONAL = changed("professional", 25_000, 50_000, 5)


def change(plan: str, **limits: int) -> ChangePlan:
    return ChangePlan(organisation_id=ORG, plan=plan, **limits)


def test_the_plans_are_those_of_the_price_list() -> None:
    assert {one.label: (one.price, one.limits) for one in PLANS.values()} == {
        "Starter": (75_000, Limits(5_000, 10_000, 2)),
        "Professional": (200_000, Limits(25_000, 50_000, 5)),
        "Enterprise": (450_000, Limits(100_000, None, 10)),
    }


def test_an_organisation_that_never_got_a_plan_has_the_smallest() -> None:
    state = organisation.fold([FOUNDED])
    assert (state.plan, state.limits) == ("starter", PLANS["starter"].limits)
    given(organisation, FOUNDED).when(change("starter")).then()


def test_a_plan_is_changed_once_and_back() -> None:
    given(organisation, FOUNDED).when(change("professional")).then_once(PROFESSIONAL)
    given(organisation, FOUNDED, PROFESSIONAL).when(change("starter")).then_once(changed("starter", 5_000, 10_000, 2))
    assert organisation.fold([FOUNDED, PROFESSIONAL]).limits == Limits(25_000, 50_000, 5)


def test_the_figures_of_the_largest_are_raised_by_agreement() -> None:
    plain, raised = changed("enterprise", 100_000, None, 10), changed("enterprise", 250_000, None, 40)
    given(organisation, FOUNDED).when(change("enterprise")).then_once(plain)
    given(organisation, FOUNDED, plain).when(change("enterprise", max_contacts=250_000, max_agents=40)).then_once(
        raised
    )
    given(organisation, FOUNDED, raised).when(change("enterprise")).then_once(plain)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (change("gold"), "PLAN_UNKNOWN"),
        (change(""), "PLAN_UNKNOWN"),
        (change("starter", max_agents=3), "PLAN_LIMIT_FIXED"),
        (change("professional", max_contacts=24_999), "PLAN_LIMIT_FIXED"),
        (change("enterprise", max_agents=9), "PLAN_LIMIT_INVALID"),
        (change("enterprise", max_contacts=-1), "PLAN_LIMIT_INVALID"),
        (change("enterprise", max_contacts=10_000_001), "PLAN_LIMIT_INVALID"),
        (change("enterprise", max_agents=10**30), "PLAN_LIMIT_INVALID"),
    ],
    ids=str,
)
def test_a_plan_that_makes_no_sense_is_refused(command: ChangePlan, code: str) -> None:
    given(organisation, FOUNDED).when(command).refuses(code)


def test_an_unknown_organisation_and_the_operators_have_no_plan() -> None:
    given(organisation).when(change("professional")).refuses("ORGANISATION_UNKNOWN")
    given(organisation, OPERATOR).when(change("professional")).refuses("PLAN_OF_THE_OPERATOR")
    assert organisation.fold([OPERATOR]).limits == NO_LIMITS


TAKE = TakePlace(organisation_id=ORG, user_id=LAURA, others=1, limit=2, plan="Starter")
TAKEN = PlaceTaken(organisation_id=ORG, user_id=LAURA, invitation_id=None, used=2, limit=2)


def test_a_place_is_taken_while_there_is_one() -> None:
    given(places).when(TAKE).then(TAKEN)
    for others in (2, 7):
        full = TAKE.model_copy(update={"others": others})
        given(places, TAKEN).when(full).refuses("QUOTA_AGENTS")
        given(places, TAKEN).when(full.model_copy(update={"joining": True})).refuses("QUOTA_AGENTS")


def test_an_invitation_takes_its_place_once() -> None:
    invite = TAKE.model_copy(update={"invitation_id": INVITED})
    taken = TAKEN.model_copy(update={"invitation_id": INVITED})
    given(places).when(invite).then_once(taken)
    given(places, taken).when(invite.model_copy(update={"others": 2})).then()


def test_who_may_answer_takes_a_place() -> None:
    laura = UserRegistered(user_id=LAURA, email="l@example.org", user_name="Laura", role="agent")
    reads_only = RoleChanged(user_id=LAURA, role="viewer")
    granted = PermissionsChanged(user_id=LAURA, granted=("conversations.answer",), withdrawn=())
    withdrawn = PermissionsChanged(user_id=LAURA, granted=(), withdrawn=("conversations.answer",))
    suspended = UserSuspended(user_id=LAURA, reason="En congé.")
    assert user.fold([laura]).takes_a_place
    assert user.fold([laura, withdrawn]).takes_a_place, "what is given back must not fail"
    assert user.fold([laura, reads_only, granted]).takes_a_place
    assert not user.fold([laura, reads_only]).takes_a_place
    assert not user.fold([laura, suspended]).takes_a_place
    assert not user.fold([]).takes_a_place
