"""The demonstration: plausible, the same each time it is loaded, and silent afterwards."""

import stat
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import pytest

from adapters.secrets.passwords import Argon2Passwords
from application.sign_in import SignIns, Visit
from domain.assistant.settings import DEFAULT_THRESHOLD
from domain.conversations.events import MessageQueued
from domain.conversations.message import Stage, message
from domain.fact import Fact
from domain.tenancy.user import UserSignedIn
from projections import channels, figures, inbox, licence_acts, licence_list, people, thread
from projections.faqs import Match, search
from projections.licence_list import Filters, Instant
from projections.organisations import organisation
from runtime.demo import DemoSignIn, load
from runtime.demo.house import AGENTS, INSTITUTE, LINES, MANAGER, OPERATOR, PALABRE
from runtime.demo.plan import PARIS, plan
from tests.drive import Drive, driving
from tests.servers import Servers


@pytest.fixture(scope="module")
def demo(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drive]:
    """The demonstration, loaded while nothing else ran, and then everything that follows from it."""
    with servers.fresh(tmp_path_factory.mktemp("demo") / "home") as settings:
        load(settings)
        with driving(settings) as drive:
            drive.run()
            yield drive


def facts(drive: Drive) -> list[Fact[Any]]:
    return list(drive.house.ledger.page(0, 100_000))


def conversations(drive: Drive) -> list[inbox.Conversation]:
    with drive.house.services().reading(INSTITUTE) as connection:
        return list(inbox.conversations(connection, limit=200).data)


def messages(drive: Drive) -> list[thread.MessageRow]:
    with drive.house.services().reading(INSTITUTE) as connection:
        return [row for line in conversations(drive) for row in thread.messages(connection, line.conversation_id).data]


def sign_in(drive: Drive, email: str, password: str) -> UUID:
    house = drive.house
    sign_ins = SignIns(
        house.bus, house.ledger, house.vault, Argon2Passwords(), house.master_key, house.clock, lambda work: work()
    )
    return sign_ins.check(email, password, Visit(uuid4(), None, None)).organisation_id


def test_loading_it_again_changes_nothing(demo: Drive) -> None:
    head = demo.house.ledger.head()
    first, second = load(demo.house.settings), load(demo.house.settings)
    assert first == second
    assert demo.house.ledger.head() == head


def test_a_load_that_was_cut_short_is_finished_by_the_next_one(
    demo: Drive, servers: Servers, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    with servers.fresh(tmp_path_factory.mktemp("cut") / "home") as settings:
        with monkeypatch.context() as cut:
            cut.setattr("runtime.demo.plan", lambda now: [dialogues[:1] for dialogues in plan(now)][:25])
            cut.setattr("runtime.demo.open_the_doors", lambda house: None)
            load(settings)
        with driving(settings) as drive:
            assert 0 < len(facts(drive)) < len(facts(demo))
            load(settings)
            assert names(drive) == names(demo)


def names(drive: Drive) -> Counter[str]:
    """How many facts of each kind the demonstration has. Those who signed in since are not of it."""
    return Counter(fact.event.name for fact in facts(drive) if not isinstance(fact.event, UserSignedIn))


@pytest.mark.parametrize("hour", range(24))
def test_whatever_the_hour_customers_wrote_before_it_and_one_dialogue_at_a_time(hour: int) -> None:
    now = datetime(2026, 3, 2, hour, 10, tzinfo=PARIS)
    for dialogues in plan(now):
        starts = [dialogue.starts_at for dialogue in dialogues]
        assert all(after - before > timedelta(hours=2) for before, after in pairwise(starts))
        assert now - timedelta(days=32) < starts[0]
        assert starts[-1] < now - timedelta(minutes=25)


def test_nothing_of_it_is_ever_sent(demo: Drive) -> None:
    effects = Counter((kind, state) for kind, state, _ in demo.effects())
    ours = [fact.event for fact in facts(demo) if isinstance(fact.event, MessageQueued)]
    # The terms of licences have timers, that tell nobody anything.
    timers = {key: effects.pop(key) for key in list(effects) if key[0] == "move_licence"}
    assert timers.keys() == {("move_licence", "done"), ("move_licence", "pending")}
    # Nothing else is armed than the first reading of the templates of each line; one message failed by its own fault.
    assert effects == {
        ("deliver_message", "done"): len(ours),
        ("ease_off", "done"): 1,
        ("synchronise_templates", "pending"): len(LINES),
    }
    stages = Counter(demo.house.bus.state(message, (INSTITUTE, event.message_id)).stage for event in ours)
    assert stages.keys() == {Stage.DELIVERED, Stage.READ, Stage.FAILED}
    assert stages[Stage.FAILED] == 1


def test_those_who_work_there_can_sign_in(demo: Drive) -> None:
    file = demo.house.settings.home / "demo-password"
    manager = load(demo.house.settings)
    assert manager == DemoSignIn(MANAGER.email, file.read_text().strip())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sign_in(demo, manager.email, manager.password) == INSTITUTE
    assert sign_in(demo, AGENTS[0].email, manager.password) == INSTITUTE
    assert sign_in(demo, OPERATOR.email, manager.password) == PALABRE
    file.unlink()
    assert load(demo.house.settings) == manager


def test_both_organisations_their_people_and_their_channels_are_shown(demo: Drive) -> None:
    with demo.house.services().reading(PALABRE) as connection:
        operator = organisation(connection)
    with demo.house.services().reading(INSTITUTE) as connection:
        institute = organisation(connection)
        roles = Counter(member.role for member in people.members(connection))
        providers = {channel.provider for channel in channels.all_channels(connection)}
    assert operator is not None and (operator.name, operator.operator) == ("Palabre", True)
    assert institute is not None and (institute.name, institute.operator) == ("Institut Lumière", False)
    assert roles == {"admin": 1, "agent": 2}
    assert providers == {"twilio", "whatsapp_cloud", "simulator"}


def test_the_inbox_is_that_of_a_busy_institute(demo: Drive) -> None:
    lines = conversations(demo)
    statuses = Counter(line.status for line in lines)
    assert len(lines) == 40
    assert statuses.keys() == {"new", "open", "waiting", "resolved", "closed"}
    assert statuses["resolved"] > len(lines) / 2
    assert 5 <= sum(line.unread > 0 for line in lines) <= 10
    assert len({line.contact_name for line in lines}) == 40
    assert len({line.channel_id for line in lines}) == 3


def test_licences_of_every_status_were_sold_each_at_its_time(demo: Drive) -> None:
    now = Instant(demo.house.clock.now(), PARIS)
    with demo.house.services().reading(INSTITUTE) as connection:
        counts = licence_list.counts(connection, now, Filters())
        soon = licence_list.counts(connection, now, Filters(expiring_within=7))
        acts = licence_acts.acts(connection, limit=200).data
    assert counts == {"active": 8, "grace_period": 1, "expired": 1, "suspended": 1, "revoked": 1}
    assert soon["active"] == 3
    assert all(act.at <= now.now for act in acts)
    assert {"licensing.LicenceEnteredGrace", "licensing.LicenceExpired"} <= {act.name for act in acts}


def test_the_threads_show_some_of_everything(demo: Drive) -> None:
    rows = messages(demo)
    assert 250 <= len(rows) <= 500
    assert {row.kind for row in rows} == {"text", "location", "choice", "unsupported"}
    assert {row.author for row in rows} == {"contact", "assistant", "user"}
    assert any(row.reaction for row in rows)
    [failed] = [row for row in rows if row.status == "failed"]
    assert failed.reason.endswith(".")


def test_it_covers_the_last_month_and_answers_quickly(demo: Drive) -> None:
    now = demo.house.clock.now()
    bounds = [now - timedelta(days=days) for days in range(31, -1, -1)]
    with demo.house.services().reading(INSTITUTE) as connection:
        found = figures.of_period(connection, bounds)
    month = found.whole
    assert sum(day.received > 0 for day in found.days) > 20
    assert found.active_conversations == 40
    assert month.message_rate is not None and 0.5 < month.message_rate < 1
    assert month.turn_rate is not None and month.message_rate < month.turn_rate <= 1
    assert month.mean_wait_ms is not None and 1_000 < month.mean_wait_ms < 5_000
    assert month.mean_confidence is not None and month.mean_confidence > DEFAULT_THRESHOLD
    assert month.sent_by_people > 30
    assert all(row.at < now for row in messages(demo))


def test_the_assistant_answers_what_it_would_have_answered(demo: Drive) -> None:
    for question, answer, best in asked(demo, "faq"):
        assert best is not None and str(best.faq_id) == answer["faq_id"], question
        assert best.score >= DEFAULT_THRESHOLD, question


def test_what_the_assistant_hands_over_it_could_not_have_answered(demo: Drive) -> None:
    for question, _, best in asked(demo, "handover"):
        assert best is None or best.score < DEFAULT_THRESHOLD, question


def asked(drive: Drive, source: str) -> list[tuple[str, dict[str, Any], Match | None]]:
    """What the assistant was asked, what the demonstration says of its answer, and what the search finds."""
    rows = messages(drive)
    said = {str(row.message_id): (row.content or {}).get("body", "") for row in rows}
    answers = [row.answer for row in rows if row.answer and row.answer["source"] == source]
    assert len(answers) > 20
    with drive.house.services().reading(INSTITUTE) as connection:
        questions = ["\n".join(said[message_id] for message_id in answer["in_reply_to"]) for answer in answers]
        found = [next(iter(search(connection, question)), None) for question in questions]
    return list(zip(questions, answers, found, strict=True))
