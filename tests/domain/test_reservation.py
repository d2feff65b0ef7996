from uuid import UUID

from domain.reservation import Release, Reserve, ValueReleased, ValueReserved, reservation
from tests.spec import given

VALUE, ORG, ADA, BOB = (UUID(int=n) for n in range(1, 5))
RESERVED = ValueReserved(reservation_id=VALUE, kind="email", organisation_id=ORG, holder_id=ADA)
RELEASED = ValueReleased(reservation_id=VALUE, kind="email", holder_id=ADA)


def reserve(holder: UUID) -> Reserve:
    return Reserve(reservation_id=VALUE, kind="email", organisation_id=ORG, holder_id=holder)


def test_a_free_value_is_reserved_once() -> None:
    given(reservation).when(reserve(ADA)).then_once(RESERVED)


def test_a_value_held_by_another_is_refused() -> None:
    given(reservation, RESERVED).when(reserve(BOB)).refuses("EMAIL_TAKEN")


def test_a_value_let_go_is_free_for_the_next_generation() -> None:
    given(reservation, RESERVED).when(Release(reservation_id=VALUE, holder_id=ADA)).then_once(RELEASED)
    assert reservation.fold([RESERVED, RELEASED]).generation == 1


def test_only_the_holder_lets_go() -> None:
    given(reservation, RESERVED).when(Release(reservation_id=VALUE, holder_id=BOB)).then()
