"""Whatever happens to two organisations of one installation, neither is told anything of the other.

Stories are drawn; after each, both ask every route of the API for what is theirs and for what is the other's.
"""

import json
import typing
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as tries
from hypothesis import strategies as some

from api.routers import routes
from api.security import OF_THE_PLATFORM, permission_of
from tests.api.neighbours import HAPPENINGS, SAID_BY_BOTH, Neighbour, ids_in, laid_open
from tests.api.stage import Response, Stage, serving
from tests.api.test_isolation import BODIES
from tests.api.test_live import Stream, following

Ids = dict[str, list[str]]

STREAM = "follow"  # it does not end: it is read apart
THEIRS = [one for one in routes() if not (permission_of(one) or "").startswith(OF_THE_PLATFORM)]
"""Those that organisations may call: `test_platform` has the others."""
READ = sorted((one for one in THEIRS if "GET" in one.methods and one.name != STREAM), key=lambda one: one.path)
WRITTEN = sorted((one for one in THEIRS if not one.methods & {"GET", "HEAD"}), key=lambda one: one.path)
TOLD_OF = [one for one in WRITTEN if "_id}" in one.path]
"""Routes that write to a thing that the path names."""

IN_A_BODY: dict[str, Any] = {
    "assign_conversation": {"user_id": "{user_id}"},
    "hand_over_conversation": {"reason": "asked", "user_id": "{user_id}"},
    "see_conversation": {"up_to": "{message_id}"},
    "send_template": {"template_id": "{template_id}", "variables": {"prenom": "Awa", "jour": "mardi", "heure": "15 h"}},
    "play_message": {"channel_id": "{channel_id}", "from": "+33639980001", "text": "Bonjour"},
    "replay_webhooks": {"state": "all", "channel_id": "{channel_id}"},
}
"""Routes that write to a thing that the body names; of a path, they are given one's own."""
NAMING_NOTHING = {
    "accept_invitation",
    "ask_password_reset",
    "change_password",
    "confirm_password_reset",
    "invite_member",
    "issue_api_key",
    "prove",
    "show_invitation",
    "sign_up",
    "validate_licence",
    "check_in",
    "report_usage",
    "fetch_own_licence_file",
    "add_faq",
    "change_licence_settings",
    "export_licences",
    "issue_licence",
    "answer_challenge",
    "begin_enrolment",
    "begin_enrolment_to_enter",
    "change_security_policy",
    "check_new_channel",
    "configure_assistant",
    "confirm_enrolment",
    "confirm_enrolment_to_enter",
    "connect_channel",
    "edit_organisation",
    "end_other_sessions",
    "end_sessions",
    "leave",
    "export_journal",
    "login",
    "logout",
    "receive_webhook",
    "refresh",
    "remove_second_factor",
    "replace_recovery_codes",
    "try_assistant",
    "try_bulk_act",  # of a licence of another's, the verdict is that there is none: `test_licence_imports` has it
    "try_import",
}
"""Routes that write and take no id of a thing."""

SHOWN = {
    "explain_answer",
    "fetch_media",
    "list_api_keys",
    "fetch_rejects",
    "list_batches",
    "list_activity",
    "list_channels",
    "list_contacts",
    "list_conversations",
    "list_faqs",
    "list_journal",
    "list_history",
    "list_letters",
    "list_licences",
    "list_members",
    "list_messages",
    "list_most_active",
    "list_notifications",
    "list_uncertain",
    "search_faqs",
    "show_assistant",
    "show_batch",
    "show_channel",
    "show_contact",
    "show_conversation",
    "show_faq",
    "show_licence",
    "show_message",
    "show_outbox",
    "who_am_i",
}
"""Routes that quote what the organisation said: had they forgotten whose it is, its mark would be there."""


@pytest.fixture(scope="module")
def installation(stage: Stage) -> Stage:
    """As in a demonstration, where letters to members are shown too."""
    stage.client = stage.with_services(demo=True)
    return stage


@pytest.fixture(scope="module")
def address(installation: Stage) -> Iterator[str]:
    with serving(installation) as address:
        yield address


def stories() -> some.SearchStrategy[Sequence[tuple[bool, Callable[[Neighbour, int], None], int]]]:
    """What happens, to which of the two, and a number that chooses to what of theirs."""
    happening = some.tuples(some.booleans(), some.sampled_from(HAPPENINGS), some.integers(0, 11))
    return some.lists(happening, min_size=15, max_size=30)


@tries(
    max_examples=3,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # a story that leaks says enough: to shorten it takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(story=stories())
def test_nothing_of_one_is_known_to_the_other(
    installation: Stage, address: str, story: Sequence[tuple[bool, Callable[[Neighbour, int], None], int]]
) -> None:
    pair = Neighbour(installation), Neighbour(installation)
    with ExitStack() as stack:
        streams = [stack.enter_context(following(address, one.person, after=0)) for one in pair]
        for one in pair:
            one.open()
        for second, happens, n in story:
            happens(pair[second], n)
        installation.run()
        for mine, theirs in (pair, pair[::-1]):
            own, foreign = some_of(mine.things()), some_of(theirs.things())
            reads_its_own(mine, theirs, own, foreign)
            reads_nothing_foreign(mine, theirs, foreign)
            writes_nothing_foreign(mine, theirs, own, foreign)
            names_nothing_foreign(mine, theirs, own, foreign)
            tries_nothing_foreign(mine, theirs)
        for mine, theirs, stream in zip(pair, pair[::-1], streams, strict=True):
            is_streamed_its_own(mine, theirs, stream)
    assert pair[0].ids().isdisjoint(pair[1].ids())


def test_a_mark_is_seen_where_it_is(installation: Stage) -> None:
    """Answers that never quote anything would show no leak."""
    mine, theirs = Neighbour(installation), Neighbour(installation)
    for one in (mine, theirs):
        one.open()
    assert reads_its_own(mine, theirs, mine.things(), theirs.things()) >= SHOWN
    assert set() < ids_in(mine.person.get("/api/conversations").content) < mine.ids()


def reads_its_own(mine: Neighbour, theirs: Neighbour, own: Ids, foreign: Ids) -> set[str]:
    """Every route, for things of its own, whatever it asks for beside: nothing of the other is in the answer. Gives the
    names of the routes that quoted what is its own."""
    others = theirs.ids()
    quoting = set()
    for route in READ:
        for path in paths(route, own):
            for query in queries(route, theirs, path, foreign):
                answer = mine.person.get(path, **query)
                assert answer.status_code < 500 and answer.status_code != 422, (path, query, answer.text)
                tells_nothing_of(theirs, others, answer, path, query)
                if mine.mark.encode() in answer.content:
                    quoting.add(route.name)
    return quoting


def reads_nothing_foreign(mine: Neighbour, theirs: Neighbour, foreign: Ids) -> None:
    """Every route, for things of the other: they do not exist."""
    others = theirs.ids()
    for route in READ:
        if "_id}" in route.path:
            unknown = mine.person.get(next(paths(route, UNKNOWN)))
            for path in paths(route, foreign):
                answer = mine.person.get(path)
                is_as_unknown(answer, unknown, path)
                tells_nothing_of(theirs, others, answer, path, {})


def writes_nothing_foreign(mine: Neighbour, theirs: Neighbour, own: Ids, foreign: Ids) -> None:
    """Every route, to things of the other: they do not exist, and nothing happens to them."""
    before = (mine.facts(), theirs.facts(), waiting(theirs))
    for route in TOLD_OF:
        (method,) = route.methods
        body = filled(BODIES.get(route.name), own)
        unknown = mine.person.request(method, next(paths(route, UNKNOWN)), json=body, headers=key())
        for path in paths(route, foreign):
            is_as_unknown(mine.person.request(method, path, json=body, headers=key()), unknown, path)
    mine.stage.run()
    assert (mine.facts(), theirs.facts(), waiting(theirs)) == before


def names_nothing_foreign(mine: Neighbour, theirs: Neighbour, own: Ids, foreign: Ids) -> None:
    """Things of its own cannot be given anything of the other."""
    before = (theirs.facts(), waiting(theirs))
    for route in WRITTEN:
        if route.name in IN_A_BODY:
            path = next(paths(route, own))
            answers = [
                mine.person.request("POST", path, json=filled(IN_A_BODY[route.name], ids), headers=key())
                for ids in (UNKNOWN, foreign)
            ]
            # What the path names may itself be in the way; where nothing else is named, the thing is unknown.
            assert answers[0].is_client_error, (path, answers[0].text)
            is_as_unknown(answers[1], answers[0], path, answers[0].status_code if "_id}" in route.path else 404)
    mine.stage.run()
    assert (theirs.facts(), waiting(theirs)) == before


def tries_nothing_foreign(mine: Neighbour, theirs: Neighbour) -> None:
    """The assistant does not answer from the FAQ of the other."""
    for question in SAID_BY_BOTH:
        answer = mine.person.post("/api/assistant/try", {"question": f"{question} {theirs.word}"})
        assert answer.status_code == 200, answer.text
        tells_nothing_of(theirs, theirs.ids(), answer, "/api/assistant/try", question)


def is_streamed_its_own(mine: Neighbour, theirs: Neighbour, stream: Stream) -> None:
    """All its facts come, one after the other, and none of the other's."""
    told = stream.until(mine.facts())
    assert [one.id for one in told] == list(range(1, mine.facts() + 1))
    content = json.dumps([one.data for one in told]).encode()
    assert ids_in(content) >= {mine.line}
    assert ids_in(content).isdisjoint(theirs.ids())
    assert not any(mark in content for mark in theirs.marks())


# what is asked

UNKNOWN: Ids = {
    name: [str(uuid4())]
    for name in (
        "conversation_id",
        "contact_id",
        "message_id",
        "channel_id",
        "faq_id",
        "licence_id",
        "template_id",
        "batch_id",
        "notification_id",
        "user_id",
        "session_id",
        "invitation_id",
        "licence_id",
        "visit_id",
        "key_id",
    )
} | {"webhook_id": [str(2**62)]}


def some_of(ids: Ids) -> Ids:
    """The first and the last of each kind: there is little time."""
    return {name: list(dict.fromkeys(found[:1] + found[-1:])) for name, found in ids.items()}


def paths(route: APIRoute, ids: Ids) -> Iterator[str]:
    """The path of the route, for each of the things that it may name."""
    names = [parameter.alias for parameter in route.dependant.path_params]
    assert len(names) <= 1, f"say how to fill {route.path}"
    for one in {"provider": ["simulator"], **ids}[names[0]] if names else [""]:
        yield route.path.format(**dict.fromkeys(names, one))


def queries(route: APIRoute, theirs: Neighbour, path: str, foreign: Ids) -> Iterator[dict[str, Any]]:
    """Nothing beside, then each parameter in turn with what may be asked of it, things of the other first of all."""
    parameters = list(asked_of(route.dependant))
    needed = {one.alias: values(one, theirs, foreign)[0] for one in parameters if one.field_info.is_required()}
    yield needed
    for one in parameters:
        if one.alias == "cursor":
            page = theirs.person.get(path, **needed, limit=1) if "_id}" not in route.path else None
            asked = [page.json()["next_cursor"]] if page and page.is_success and page.json()["next_cursor"] else []
        else:
            asked = values(one, theirs, foreign)
        beside = {"since": today(theirs, one)} if one.alias == "until" else {}  # half a period is none
        for value in asked:
            yield needed | beside | {one.alias: value}


def asked_of(dependant: Dependant) -> Iterator[Any]:
    """The parameters of the query, those of its dependencies too."""
    yield from dependant.query_params
    for inner in dependant.dependencies:
        yield from asked_of(inner)


def values(parameter: Any, theirs: Neighbour, foreign: Ids) -> list[Any]:
    """What may be asked of a parameter."""
    known: dict[str, list[Any]] = {
        "actor_id": foreign["user_id"],
        "after": [0],
        "correlation_id": [str(uuid4())],
        "assignee": [*foreign["user_id"], "me"],
        "at_least": [1],
        "category": ["utility"],
        "days": [1, 30],
        "channel_id": foreign["channel_id"],
        "ends_on": [today(theirs, parameter, timedelta(days=30))],
        "expiring_within": [30],
        "hub.challenge": ["1"],
        "hub.mode": ["subscribe"],
        "hub.verify_token": ["x"],
        "kinds": ["conversations.MessageReceived", "assistant"],
        "import_id": [UNKNOWN["licence_id"][0]],
        "language": ["fr"],
        "limit": [1, 20],
        "month": [today(theirs, parameter, timedelta(days=30))[:7]],
        "question": [f"{theirs.word} {said}" for said in SAID_BY_BOTH],
        "search": [theirs.word, *theirs.phones, "horaires", "rappel"],
        "since": [today(theirs, parameter)],
        "until": [today(theirs, parameter, timedelta(days=1))],
    }
    annotation = parameter.field_info.annotation
    if parameter.alias in known:
        return known[parameter.alias]
    found = list(literals(annotation))
    assert found, f"say what may be asked of {parameter.alias}"
    return found


def today(theirs: Neighbour, parameter: Any, later: timedelta = timedelta()) -> str:
    """The day, or the instant at which it begins, as the parameter wants it."""
    day = (theirs.stage.drive.house.clock.now() + later).date().isoformat()
    return f"{day}T00:00:00Z" if "datetime" in str(parameter.field_info.annotation) else day


def literals(annotation: Any) -> Iterator[Any]:
    """The values of the literals in a type; of a boolean, both."""
    if annotation is bool:
        yield from ("true", "false")
    elif typing.get_origin(annotation) is typing.Literal:
        yield from typing.get_args(annotation)
    else:
        for inner in typing.get_args(annotation):
            yield from literals(inner)


def filled(body: Any, ids: Ids) -> Any:
    """The body, with the first thing of each kind that it names."""
    text = json.dumps(body)
    for name, found in ids.items():
        text = text.replace(f"{{{name}}}", (found or UNKNOWN[name])[0])
    return json.loads(text)


def key() -> dict[str, str]:
    return {"Idempotency-Key": uuid4().hex}


# what is answered


def tells_nothing_of(theirs: Neighbour, others: set[UUID], answer: Response, path: str, query: Any) -> None:
    content = laid_open(answer.content) + str(answer.headers.raw).encode()
    assert not any(mark in content for mark in theirs.marks()), (path, query, answer.text)
    assert ids_in(content).isdisjoint(others), (path, query, answer.text)


def is_as_unknown(answer: Response, unknown: Response, path: str, status: int = 404) -> None:
    """The very answer to an id that nobody has, but for the id of the request."""
    assert answer.status_code == unknown.status_code == status, (path, answer.text, unknown.text)
    bodies = [one.json() | {"request_id": None} for one in (answer, unknown)]
    assert bodies[0] == bodies[1], path
    assert set(answer.headers) == set(unknown.headers), path


def waiting(theirs: Neighbour) -> Any:
    with psycopg.connect(theirs.stage.settings.dsn) as admin:
        return admin.execute(
            "SELECT count(*), count(*) FILTER (WHERE state <> 'done') FROM outbox.effects WHERE organisation_id = %s",
            [theirs.organisation_id],
        ).fetchone()


def test_every_route_that_writes_is_asked_for_what_is_anothers() -> None:
    named = {one.name for one in TOLD_OF} | set(IN_A_BODY)
    assert named.isdisjoint(NAMING_NOTHING)
    assert named | NAMING_NOTHING == {one.name for one in WRITTEN}
