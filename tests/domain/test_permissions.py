"""Roles and what they hold: exactly the matrix for those who run the platform, a ladder in an organisation."""

from itertools import pairwise

import pytest

from domain.tenancy.permissions import (
    ASKS_AGAIN,
    DOORS,
    FOR_KEYS,
    FOR_VISITORS,
    MATRIX,
    NEVER_WITHDRAWN,
    OF_ANY_KEY,
    OWN,
    PERMISSIONS,
    effective,
    held_by,
    roles_of,
)


def cells(**verbs: str) -> set[str]:
    return {f"{thing}.{verb}" for thing, listed in verbs.items() for verb in listed.split()}


def test_the_matrix_of_the_platform_is_the_one_that_was_agreed() -> None:
    everything = cells(
        licences="create read update delete revoke",
        users="create read update delete",
        payments="read refund",
        support="read reply close",
        logs="read export",
        settings="read update",
    )
    assert {
        "super_admin": everything,
        "admin": everything,
        "support": cells(licences="read update", payments="read", support="read reply close", logs="read"),
        "viewer": cells(licences="read", payments="read", support="read", logs="read"),
    } == MATRIX


def test_each_permission_is_a_cell_of_the_matrix_or_ones_own() -> None:
    assert {one.cell for one in PERMISSIONS.values()} <= MATRIX["admin"] | {OWN}
    assert all(name == one.name and one.label for name, one in PERMISSIONS.items())


def test_in_an_organisation_each_role_holds_all_that_the_one_below_holds() -> None:
    held = [held_by(role, operator=False) for role in roles_of(operator=False)]
    assert roles_of(operator=False) == ("admin", "manager", "agent", "viewer")
    assert all(lower < higher for higher, lower in pairwise(held))


def test_a_role_of_one_scope_holds_nothing_in_the_other() -> None:
    assert held_by("support", operator=False) == held_by("super_admin", operator=False) == frozenset()
    assert held_by("agent", operator=True) == held_by("manager", operator=True) == frozenset()


def test_who_reads_acts_on_nobody_but_themselves() -> None:
    for operator in (True, False):
        acting = {name for name in held_by("viewer", operator=operator) if not name.endswith(".read")}
        assert all(PERMISSIONS[name].cell == OWN for name in acting)


def test_a_visitor_sees_to_customers_and_undoes_nothing_and_is_nobody_there() -> None:
    assert {"conversations.read", "conversations.answer", "me.read", "live.read"} <= FOR_VISITORS
    own = {name for name, one in PERMISSIONS.items() if one.cell == OWN}
    assert {"me.read", "permissions.read", "live.read", "visits.leave"} == own & FOR_VISITORS
    assert not FOR_VISITORS & (ASKS_AGAIN | DOORS | {name for name in PERMISSIONS if name.startswith("platform.")})


def test_what_a_key_may_be_given_is_thought_of_one_by_one() -> None:
    """A new permission is given to no key before it stands here."""
    assert {
        "stats.read",
        "members.read",
        "conversations.read",
        "conversations.answer",
        "conversations.manage",
        "messages.settle",
        "contacts.read",
        "contacts.withdraw_consent",
        "licences.read",
        "licences.create",
        "licences.update",
        "licences.export",
        "plan.read",
        "templates.read",
        "templates.synchronise",
        "assistant.read",
        "assistant.try",
        "assistant.configure",
        "channels.read",
        "simulator.play",
        "supervision.read",
        "supervision.replay",
    } == FOR_KEYS
    assert not FOR_KEYS & (ASKS_AGAIN | OF_ANY_KEY | {name for name, one in PERMISSIONS.items() if one.cell == OWN})


def test_support_answers_customers_and_touches_no_setting_and_no_person() -> None:
    support = held_by("support", operator=True)
    assert {"conversations.read", "conversations.answer", "conversations.manage", "supervision.read"} <= support
    assert not {"contacts.erase", "members.update", "channels.manage", "assistant.configure"} & support


def test_permissions_are_granted_and_withdrawn_one_by_one() -> None:
    agent = held_by("agent", operator=False)
    allowed = effective("agent", ("channels.manage",), ("conversations.answer",), operator=False)
    assert allowed == (agent | {"channels.manage"}) - {"conversations.answer"}


def test_the_platform_is_not_granted_in_an_organisation() -> None:
    assert "platform.webhooks.read" not in effective("admin", ("platform.webhooks.read",), (), operator=False)
    assert "platform.webhooks.read" in effective("admin", (), (), operator=True)


@pytest.mark.parametrize("name", sorted(NEVER_WITHDRAWN))
def test_what_concerns_oneself_is_not_withdrawn(name: str) -> None:
    assert (name in effective("viewer", (), (name,), operator=False)) == (name in held_by("viewer", operator=False))


def test_what_was_granted_and_does_not_exist_any_more_is_nothing() -> None:
    assert effective("agent", ("faxes.send",), (), operator=False) == held_by("agent", operator=False)
