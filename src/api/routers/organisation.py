"""The organisation itself: its name and its clocks."""

from functools import cache
from typing import Annotated
from zoneinfo import available_timezones

from fastapi import APIRouter
from pydantic import Field

from api.asking import Caller, acts
from api.schemas import Done, Input, View
from api.security import Principal, allowed
from domain.tenancy.organisation import MAX_NAME, EditOrganisation

router = APIRouter(prefix="/api", tags=["Équipe"])


class OrganisationInput(Input):
    """Le nom et le fuseau horaire."""

    name: str = Field(min_length=1, max_length=MAX_NAME)
    time_zone: str = Field(max_length=64, examples=["Europe/Paris"])


class TimeZones(View):
    """Les fuseaux horaires, dans l'ordre de leur nom."""

    data: list[str]


@router.put("/organisation", summary="Modifier l'organisation")
def edit_organisation(caller: Annotated[Caller, acts("organisation.edit")], new: OrganisationInput) -> Done:
    """Change son nom et son fuseau : les jours, les mois et les échéances se comptent ensuite par ses horloges."""
    return caller.execute(
        EditOrganisation(
            organisation_id=caller.who.organisation_id, organisation_name=new.name, time_zone=new.time_zone
        )
    )


@router.get("/time-zones", summary="Les fuseaux horaires")
def list_time_zones(who: Annotated[Principal, allowed("organisation.edit")]) -> TimeZones:
    """Ceux que l'on peut choisir."""
    return TimeZones(data=_zones())


@cache
def _zones() -> list[str]:
    return sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
