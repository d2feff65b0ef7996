"""The file of a message: shown when it is safe to, saved otherwise, gone with its person."""

import base64
from uuid import UUID, uuid4

import pytest

from adapters.messaging.simulator import bodies
from application.ports.messaging import File
from domain.conversations.content import Media, MediaKind
from tests.api.stage import Stage, Team

PIXEL = b"\x89PNG\r\n\x1a\n of a photo"


def sends(
    team: Team, kind: MediaKind = "image", mime: str = "image/png", filename: str = "", id: str | None = None
) -> str:
    """A customer sends a file. Gives the id of the message."""
    reference = f"data:{mime};base64,{base64.b64encode(PIXEL).decode()}"
    content = Media(media=kind, mime_type=mime, reference=reference, filename=filename)
    at = team.stage.drive.house.clock.now()
    item = bodies.message(id or uuid4().hex, "+33639980001", content, at=at, name="Ada")
    assert team.delivers(bodies.body(team.endpoint, [item])).status_code == 200
    team.stage.run()
    conversation = team.person().get("/api/conversations").json()["data"][0]
    message_id: str = team.messages(conversation["conversation_id"])[0]["message_id"]
    return message_id


def test_a_photo_is_shown_in_place_and_runs_nothing(team: Team) -> None:
    message_id = sends(team)
    assert team.person().get(f"/api/messages/{message_id}").json()["media"]["state"] == "kept"
    answer = team.person("viewer").get(f"/api/messages/{message_id}/media")
    assert (answer.status_code, answer.content) == (200, PIXEL)
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-disposition"] == f"inline; filename*=UTF-8''{message_id}"
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


def test_a_file_that_the_customer_deleted_is_not_shown_any_more(team: Team) -> None:
    message_id = sends(team, id="photo-1")
    at = team.stage.drive.house.clock.now()
    team.delivers(bodies.body(team.endpoint, [bodies.deletion("d1", "+33639980001", "photo-1", at=at)]))
    team.stage.run()
    answer = team.person().get(f"/api/messages/{message_id}/media")
    assert (answer.status_code, answer.json()["code"]) == (404, "MEDIA_UNKNOWN")
    shown = team.person().get(f"/api/messages/{message_id}").json()
    assert (shown["content"], shown["retracted_at"] is not None) == (None, True)


def test_a_file_keeps_its_name(team: Team) -> None:
    message_id = sends(team, "document", "application/pdf", filename='Devis "été".pdf')
    answer = team.person().get(f"/api/messages/{message_id}/media")
    assert answer.headers["content-disposition"] == "inline; filename*=UTF-8''Devis%20%22%C3%A9t%C3%A9%22.pdf"


class Keeping:
    """Files of a type that no provider of ours lets in."""

    def __init__(self, mime_type: str) -> None:
        self._mime_type = mime_type

    def fetch(self, organisation_id: UUID, message_id: UUID) -> File:
        return File(b"<script>", self._mime_type)


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ("text/html; charset=utf-8", "text/html"),
        ("image/svg+xml", "image/svg+xml"),
        ("text/html\r\nSet-Cookie: a=b", "application/octet-stream"),
        ("", "application/octet-stream"),
    ],
)
def test_what_a_browser_could_run_is_saved_instead(stage: Stage, team: Team, kept: str, told: str) -> None:
    message_id = sends(team)
    client = stage.with_services(files=Keeping(kept))
    headers = {"Authorization": f"Bearer {team.person().token}"}
    answer = client.request("GET", f"/api/messages/{message_id}/media", headers=headers)
    client.close()
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert answer.headers["content-type"].partition(";")[0] == told
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("path", ["", "/media"])
def test_a_message_that_is_not_there_is_unknown(team: Team, path: str) -> None:
    assert team.person().get(f"/api/messages/{uuid4()}{path}").status_code == 404


def test_a_message_without_a_file_has_none(team: Team) -> None:
    conversation = team.hears("Bonjour ?")
    message_id = team.messages(conversation["conversation_id"])[0]["message_id"]
    answer = team.person().get(f"/api/messages/{message_id}/media")
    assert (answer.status_code, answer.json()["code"]) == (404, "MEDIA_UNKNOWN")


def test_a_file_goes_with_its_person(stage: Stage, team: Team) -> None:
    message_id = sends(team)
    contact_id = team.person().get(f"/api/messages/{message_id}").json()["contact_id"]
    team.person().post(f"/api/contacts/{contact_id}/erase", {"confirm": "SUPPRIMER"})
    stage.run()
    assert team.person().get(f"/api/messages/{message_id}/media").status_code == 404
