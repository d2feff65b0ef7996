from uuid import UUID

from domain.tenancy.staff_act import NoteStaffAct, StaffActed, staff_act
from tests.spec import given


def test_an_act_is_noted_once_in_words() -> None:
    told = {"act_id": UUID(int=1), "tenant_id": UUID(int=2), "tenant_name": "Institut", "deed": "suspendue (Impayé)"}
    acted = StaffActed(**told)
    given(staff_act).when(NoteStaffAct(**told)).then_once(acted)
    assert acted.headline == "Institut : suspendue (Impayé)"
