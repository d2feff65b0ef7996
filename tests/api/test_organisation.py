"""What an organisation is called, and by whose clocks it lives."""

from zoneinfo import available_timezones

from tests.api.stage import Team


def test_its_administrator_changes_its_name_and_its_clocks(team: Team) -> None:
    done = team.person().put("/api/organisation", {"name": " Salon Éclat ", "time_zone": "Africa/Douala"})
    assert done.status_code == 200, done.text
    own = team.person("viewer").get("/api/me").json()["organization"]
    assert (own["name"], own["time_zone"]) == ("Salon Éclat", "Africa/Douala")


def test_what_is_no_name_and_no_zone_is_refused_by_its_field(team: Team) -> None:
    for body, field in (({"name": " ", "time_zone": "Europe/Paris"}, "name"), ({"name": "x", "time_zone": "M"}, None)):
        answer = team.person().put("/api/organisation", body)
        assert (answer.status_code, answer.json()["field"]) == (422, field or "time_zone")
    for role in ("manager", "agent", "viewer"):
        assert team.person(role).put("/api/organisation", {"name": "x", "time_zone": "Europe/Paris"}).status_code == 403


def test_the_zones_are_those_that_are_accepted(team: Team) -> None:
    zones = team.person().get("/api/time-zones").json()["data"]
    assert "Africa/Douala" in zones and set(zones) <= available_timezones()
