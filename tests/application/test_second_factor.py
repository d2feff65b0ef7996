"""Second factors on the real ledger and vault: codes work once whoever races, guesses are counted, nothing leaks."""

import base64
import hashlib
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pyotp
import pytest

from adapters.secrets.one_time_codes import TotpCodes
from application.bus import Bus
from application.ports.ledger import Ledger, OutcomeUnknown
from application.second_factor import SecondFactors
from domain.fact import Actor, Context
from domain.personal import Erased
from domain.refusal import Refused
from domain.tenancy.second_factor import LockedOut
from domain.tenancy.second_factor_events import (
    RecoveryCodesGenerated,
    RecoveryCodeUsed,
    SecondFactorCodeAccepted,
    SecondFactorCodeRefused,
    SecondFactorConfirmed,
    SecondFactorLocked,
    SecondFactorRemoved,
    factor_id,
)
from domain.tenancy.user import RegisterUser
from runtime.composition import House
from tests.abreast import Abreast
from tests.application.test_bus import Shaky
from tests.meanwhile import BeforeSaving, Meanwhile

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
STEP = timedelta(seconds=30)
MINUTE = timedelta(minutes=1)
WRONG, LOCKED, NONE = "SECOND_FACTOR_CODE_WRONG", "SECOND_FACTOR_LOCKED", "SECOND_FACTOR_NOT_ENROLLED"


@dataclass
class HandClock:
    """The clock port, moved by hand."""

    at: datetime = NOON

    def now(self) -> datetime:
        return self.at


class KnownCodes(TotpCodes):
    """The port of codes, whose secrets are the same in each run: so are the codes, and none is right by chance."""

    def __init__(self) -> None:
        self._made = 0

    def new_secret(self) -> str:
        self._made += 1
        return base64.b32encode(hashlib.sha1(str(self._made).encode()).digest()).decode()


@dataclass
class Desk:
    """A member at work, with a telephone."""

    house: House
    clock: HandClock
    factors: SecondFactors
    context: Context
    user_id: UUID
    secret: str = ""

    def enrol(self) -> list[str]:
        """With a code of now. Time goes on a step, so that the telephone shows another."""
        self.secret = self.factors.begin(self.context, self.user_id, "laura@example.org").secret
        codes = self.factors.confirm(self.context, self.user_id, self.shown())
        self.clock.at += STEP
        return codes

    def shown(self, away: int = 0) -> str:
        """The code on the telephone, so many steps away from now."""
        return pyotp.TOTP(self.secret).at(self.clock.at, counter_offset=away)

    def wrong(self) -> str:
        """Six digits that are none of the codes around now."""
        near = {self.shown(away) for away in range(-3, 4)}
        return next(
            code for code in ("000000", "000001", "000002", *map(str, range(100000, 100008))) if code not in near
        )

    def types(self, code: str) -> str:
        """The code of the refusal, empty when it was accepted."""
        return outcome(partial(self.factors.verify, self.context, self.user_id, code))

    def over(self, ledger: Ledger) -> SecondFactors:
        """The same, in a process with this ledger."""
        return replace(self.factors, bus=Bus(ledger))

    def happened(self, *kinds: type) -> list[Any]:
        stream = self.context.organisation_id, factor_id(self.user_id)
        events = [fact.event for fact in self.house.ledger.load([stream])[stream]]
        return [event for event in events if isinstance(event, kinds)]

    def stored(self) -> list[tuple[str, int]]:
        """The names and versions in the vault."""
        with self.house.keys_pool.connection() as connection:
            rows = connection.execute("SELECT name, version FROM keys.secrets ORDER BY name, version").fetchall()
        return [(name.split(":")[0], version) for name, version in rows]


def outcome(act: Callable[[], object]) -> str:
    try:
        act()
    except Refused as refused:
        return refused.code
    return ""


def abreast(*acts: Callable[[], object]) -> list[str]:
    with ThreadPoolExecutor(len(acts)) as threads:
        return sorted(threads.map(outcome, acts))


@pytest.fixture
def desk(house: House) -> Desk:
    organisation_id, user_id, clock = uuid4(), uuid4(), HandClock()
    context = Context(organisation_id, Actor("user", user_id), ip="192.0.2.7", user_agent="Navigateur")
    house.bus.execute(
        context, RegisterUser(user_id=user_id, email="laura@example.org", user_name="Laura", role="agent")
    )
    factors = SecondFactors(house.bus, house.vault, clock, KnownCodes(), house.master_key)
    return Desk(house, clock, factors, context, user_id)


class TestEnrolment:
    def test_a_telephone_is_enrolled_by_its_first_code(self, desk: Desk) -> None:
        enrolment = desk.factors.begin(desk.context, desk.user_id, "laura@example.org")
        telephone = pyotp.parse_uri(enrolment.uri)
        assert (telephone.issuer, telephone.name, telephone.secret) == (
            "Palabre",
            "laura@example.org",
            enrolment.secret,
        )
        assert enrolment.qr_code.startswith("<svg")
        assert not desk.factors.state(desk.context.organisation_id, desk.user_id).enrolled
        assert desk.types("123456") == NONE
        desk.secret = enrolment.secret
        codes = desk.factors.confirm(desk.context, desk.user_id, desk.shown())
        assert desk.factors.state(desk.context.organisation_id, desk.user_id).enrolled
        assert len(set(codes)) == 10
        assert all(re.fullmatch(r"([2-9a-hjkmnp-z]{4}-){2}[2-9a-hjkmnp-z]{4}", code) for code in codes)

    def test_a_wrong_first_code_is_recorded_and_gives_nothing(self, desk: Desk) -> None:
        desk.secret = desk.factors.begin(desk.context, desk.user_id, "laura").secret
        assert outcome(partial(desk.factors.confirm, desk.context, desk.user_id, desk.wrong())) == WRONG
        assert len(desk.happened(SecondFactorCodeRefused)) == 1
        assert not desk.factors.state(desk.context.organisation_id, desk.user_id).enrolled
        assert desk.stored() == [("second-factor", 1)]

    def test_five_wrong_first_codes_lock_too(self, desk: Desk) -> None:
        desk.secret = desk.factors.begin(desk.context, desk.user_id, "laura").secret

        def confirm(code: str) -> str:
            return outcome(partial(desk.factors.confirm, desk.context, desk.user_id, code))

        assert [confirm(desk.wrong()) for _ in range(5)] == [WRONG] * 4 + [LOCKED]
        assert confirm(desk.shown()) == LOCKED
        desk.clock.at += MINUTE
        assert confirm(desk.shown()) == ""

    def test_a_second_qr_code_voids_the_first(self, desk: Desk) -> None:
        first = desk.factors.begin(desk.context, desk.user_id, "laura").secret
        second = desk.factors.begin(desk.context, desk.user_id, "laura").secret
        assert desk.stored() == [("second-factor", 2)]
        desk.secret = first
        assert outcome(partial(desk.factors.confirm, desk.context, desk.user_id, desk.shown())) == WRONG
        desk.secret = second
        assert desk.factors.confirm(desk.context, desk.user_id, desk.shown())

    def test_who_begins_while_another_does_is_told_and_leaves_nothing(self, desk: Desk) -> None:
        """The other secret, newer, is a fact between the decision and the save."""

        def begins() -> None:
            desk.secret = desk.factors.begin(desk.context, desk.user_id, "laura").secret

        slow = desk.over(BeforeSaving(desk.house.ledger, begins))
        refusal = outcome(partial(slow.begin, desk.context, desk.user_id, "laura"))
        assert refusal == "SECOND_FACTOR_ENROLMENT_REPLACED"
        assert desk.stored() == [("second-factor", 2)]
        assert desk.factors.confirm(desk.context, desk.user_id, desk.shown())

    def test_an_active_factor_is_not_replaced(self, desk: Desk) -> None:
        desk.enrol()
        before = desk.stored()
        assert outcome(partial(desk.factors.begin, desk.context, desk.user_id, "x")) == "SECOND_FACTOR_ACTIVE"
        assert (
            outcome(partial(desk.factors.confirm, desk.context, desk.user_id, desk.shown())) == "SECOND_FACTOR_ACTIVE"
        )
        assert desk.stored() == before
        assert desk.types(desk.shown()) == ""

    def test_a_stranger_has_none(self, desk: Desk) -> None:
        stranger = uuid4()
        assert outcome(partial(desk.factors.begin, desk.context, stranger, "x")) == "USER_UNKNOWN"
        assert outcome(partial(desk.factors.confirm, desk.context, stranger, "123456")) == NONE
        assert outcome(partial(desk.factors.verify, desk.context, stranger, "123456")) == NONE
        assert outcome(partial(desk.factors.regenerate, desk.context, stranger)) == NONE
        assert desk.factors.remove(desk.context, stranger) == 0
        assert desk.stored() == []

    def test_what_is_shown_is_not_printed(self, desk: Desk) -> None:
        enrolment = desk.factors.begin(desk.context, desk.user_id, "laura")
        assert repr(enrolment) == "Enrolment()"


class TestCodes:
    @pytest.mark.parametrize(("away", "refusal"), [(-2, WRONG), (-1, ""), (0, ""), (1, ""), (2, WRONG)])
    def test_the_telephone_may_be_a_step_early_or_late(self, desk: Desk, away: int, refusal: str) -> None:
        desk.enrol()
        desk.clock.at += 3 * STEP
        assert desk.types(desk.shown(away)) == refusal

    def test_a_code_is_accepted_once_and_none_before_it_any_more(self, desk: Desk) -> None:
        desk.enrol()
        desk.clock.at += STEP
        assert desk.types(desk.shown()) == ""
        assert desk.types(desk.shown()) == WRONG
        assert desk.types(desk.shown(-1)) == WRONG
        desk.clock.at += STEP
        assert desk.types(desk.shown(-1)) == WRONG
        assert desk.types(desk.shown()) == ""

    def test_the_code_that_confirmed_does_not_sign_in(self, desk: Desk) -> None:
        desk.enrol()
        assert desk.types(desk.shown(-1)) == WRONG

    @pytest.mark.parametrize("form", ["{0} {1}", " {0}{1}\n", "{0}-{1}", "{0}\u202f{1}", "{0}\u00a0\u2011 {1}\t"])
    def test_spaces_and_dashes_do_not_matter(self, desk: Desk, form: str) -> None:
        desk.enrol()
        code = desk.shown()
        assert desk.types(form.format(code[:3], code[3:])) == ""

    @pytest.mark.parametrize(
        "hostile",
        [
            lambda code: "",
            lambda code: "   ",
            lambda code: code + "\0",
            lambda code: "\0" * 12,
            lambda code: code + code,
            lambda code: code[:5],
            lambda code: " " * 1_000_000 + code,
            lambda code: "9" * 1_000_000,
            lambda code: code.translate({48 + digit: 0x660 + digit for digit in range(10)}),
            lambda code: code.translate({48 + digit: 0xFF10 + digit for digit in range(10)}),
            lambda code: "é" * 12,
            lambda code: "\ud800" * 6,
            lambda code: "' OR '1'='1",
            lambda code: "k7fx-9m2q-hw4d",
        ],
    )
    def test_hostile_input_is_a_wrong_code(self, desk: Desk, hostile: Callable[[str], str]) -> None:
        desk.enrol()
        assert desk.types(hostile(desk.shown())) == WRONG
        assert len(desk.happened(SecondFactorCodeRefused)) == 1
        assert desk.types(desk.shown()) == ""

    def test_the_telephone_of_another_member_is_of_no_use(self, desk: Desk) -> None:
        codes = desk.enrol()
        other = replace(desk, user_id=uuid4())
        register = RegisterUser(user_id=other.user_id, email="bob@example.org", user_name="Bob", role="agent")
        desk.house.bus.execute(desk.context, register)
        other.enrol()
        assert other.types(desk.shown()) == WRONG
        assert other.types(codes[0]) == WRONG
        assert other.types(other.shown()) == ""


class TestRaces:
    def test_of_two_with_the_same_code_one_is_let_in(self, desk: Desk) -> None:
        desk.enrol()
        these = desk.over(Abreast(desk.house.ledger, 2))
        code = desk.shown()
        verify = partial(these.verify, desk.context, desk.user_id, code)
        assert abreast(verify, verify) == ["", WRONG]
        assert len(desk.happened(SecondFactorCodeAccepted)) == 1

    def test_of_two_with_the_same_recovery_code_one_is_let_in(self, desk: Desk) -> None:
        code = desk.enrol()[4]
        these = desk.over(Abreast(desk.house.ledger, 2))
        verify = partial(these.verify, desk.context, desk.user_id, code)
        assert abreast(verify, verify) == ["", WRONG]
        assert [event.index for event in desk.happened(RecoveryCodeUsed)] == [4]

    def test_a_crowd_with_one_code_gets_one_in(self, desk: Desk) -> None:
        desk.enrol()
        code = desk.shown()
        outcomes = abreast(*[partial(desk.factors.verify, desk.context, desk.user_id, code)] * 6)
        assert outcomes.count("") == 1
        assert set(outcomes) <= {"", WRONG, LOCKED}

    def test_guessing_in_parallel_does_not_outrun_the_lock(self, desk: Desk) -> None:
        desk.enrol()
        for _ in range(4):
            desk.types(desk.wrong())
        these = desk.over(Abreast(desk.house.ledger, 2))
        wrong, right = desk.wrong(), desk.shown()
        # Whoever saves first; the other decides again.
        outcomes = abreast(
            partial(these.verify, desk.context, desk.user_id, wrong),
            partial(these.verify, desk.context, desk.user_id, wrong),
        )
        assert outcomes == [LOCKED, LOCKED]
        assert len(desk.happened(SecondFactorCodeRefused)) == 5
        assert desk.types(right) == LOCKED

    def test_of_two_who_confirm_one_gets_the_recovery_codes(self, desk: Desk) -> None:
        desk.secret = desk.factors.begin(desk.context, desk.user_id, "laura").secret
        these = desk.over(Abreast(desk.house.ledger, 2))
        code = desk.shown()
        confirm = partial(these.confirm, desk.context, desk.user_id, code)
        assert abreast(confirm, confirm) == ["", "SECOND_FACTOR_ACTIVE"]
        [generated] = desk.happened(RecoveryCodesGenerated)
        assert desk.stored() == [("recovery-codes", generated.recovery_version), ("second-factor", 1)]

    def test_of_two_who_regenerate_one_gets_codes_that_work(self, desk: Desk) -> None:
        desk.enrol()
        these = desk.over(Abreast(desk.house.ledger, 2))
        shown: list[list[str]] = []

        def regenerate() -> None:
            shown.append(these.regenerate(desk.context, desk.user_id))

        assert abreast(regenerate, regenerate) == ["", "RECOVERY_CODES_REPLACED"]
        [codes] = shown
        assert desk.types(codes[0]) == ""
        assert [name for name, _ in desk.stored()] == ["recovery-codes", "second-factor"]

    def test_who_confirms_after_another_leaves_nothing_in_the_vault(self, desk: Desk) -> None:
        desk.secret = desk.factors.begin(desk.context, desk.user_id, "laura").secret
        confirm = partial(desk.factors.confirm, desk.context, desk.user_id, desk.shown())
        late = desk.over(Meanwhile(desk.house.ledger, confirm))
        refusal = outcome(partial(late.confirm, desk.context, desk.user_id, desk.shown()))
        assert refusal == "SECOND_FACTOR_ACTIVE"
        assert desk.stored() == [("recovery-codes", 1), ("second-factor", 1)]

    def test_who_regenerates_after_another_leaves_nothing_in_the_vault(self, desk: Desk) -> None:
        desk.enrol()
        regenerate = partial(desk.factors.regenerate, desk.context, desk.user_id)
        late = desk.over(Meanwhile(desk.house.ledger, regenerate))
        assert outcome(partial(late.regenerate, desk.context, desk.user_id)) == "RECOVERY_CODES_REPLACED"
        assert desk.stored() == [("recovery-codes", 2), ("second-factor", 1)]

    def test_what_is_removed_while_a_code_is_looked_at_lets_nobody_in(self, desk: Desk) -> None:
        desk.enrol()
        code = desk.shown()
        remove = partial(desk.factors.remove, desk.context, desk.user_id)
        these = desk.over(Meanwhile(desk.house.ledger, remove))
        assert outcome(partial(these.verify, desk.context, desk.user_id, code)) == NONE

    def test_an_acceptance_whose_answer_was_lost_is_one(self, desk: Desk) -> None:
        desk.enrol()
        these = desk.over(Shaky(desk.house.ledger, [OutcomeUnknown(), OutcomeUnknown()], written=True))
        assert outcome(partial(these.verify, desk.context, desk.user_id, desk.shown())) == ""
        assert len(desk.happened(SecondFactorCodeAccepted)) == 1
        assert desk.happened(SecondFactorCodeRefused) == []

    def test_a_failure_whose_answer_was_lost_is_one(self, desk: Desk) -> None:
        desk.enrol()
        these = desk.over(Shaky(desk.house.ledger, [OutcomeUnknown()], written=True))
        assert outcome(partial(these.verify, desk.context, desk.user_id, desk.wrong())) == WRONG
        assert len(desk.happened(SecondFactorCodeRefused)) == 1

    def test_a_confirmation_whose_answer_was_lost_gives_codes_that_work(self, desk: Desk) -> None:
        desk.secret = desk.factors.begin(desk.context, desk.user_id, "laura").secret
        these = desk.over(Shaky(desk.house.ledger, [OutcomeUnknown()], written=True))
        codes = these.confirm(desk.context, desk.user_id, desk.shown())
        assert len(desk.happened(SecondFactorConfirmed)) == 1
        assert desk.types(codes[9]) == ""


class TestLock:
    def test_guesses_are_recorded_and_the_fifth_locks(self, desk: Desk) -> None:
        desk.enrol()
        assert [desk.types(desk.wrong()) for _ in range(4)] == [WRONG] * 4
        with pytest.raises(LockedOut) as refused:
            desk.factors.verify(desk.context, desk.user_id, desk.wrong())
        assert refused.value.until == desk.clock.at + MINUTE
        assert [event.failures for event in desk.happened(SecondFactorCodeRefused)] == [1, 2, 3, 4, 5]

    def test_nothing_is_looked_at_nor_recorded_meanwhile(self, desk: Desk) -> None:
        recovery = desk.enrol()[0]
        for _ in range(5):
            desk.types(desk.wrong())
        before = desk.house.ledger.head()
        desk.clock.at += MINUTE - timedelta(seconds=1)
        for code in (desk.shown(), recovery, desk.wrong(), ""):
            assert desk.types(code) == LOCKED
        assert outcome(partial(desk.factors.regenerate, desk.context, desk.user_id)) == LOCKED
        assert outcome(partial(desk.factors.remove, desk.context, desk.user_id)) == LOCKED
        assert desk.house.ledger.head() == before
        desk.clock.at += timedelta(seconds=1)
        assert desk.types(desk.shown()) == ""

    def test_each_further_failure_locks_for_twice_as_long_up_to_an_hour(self, desk: Desk) -> None:
        desk.enrol()
        for _ in range(4):
            desk.types(desk.wrong())
        waits = []
        for _ in range(9):
            assert desk.types(desk.wrong()) == LOCKED
            until = desk.happened(SecondFactorLocked)[-1].until
            waits.append((until - desk.clock.at) // MINUTE)
            desk.clock.at = until
        assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]
        assert desk.types(desk.shown()) == ""
        assert desk.types(desk.wrong()) == WRONG, "success begins anew"


class TestRecoveryCodes:
    def test_each_works_once_without_a_telephone(self, desk: Desk) -> None:
        codes = desk.enrol()
        for code in codes:
            assert desk.factors.verify(desk.context, desk.user_id, code).recovery_code
        assert desk.factors.state(desk.context.organisation_id, desk.user_id).recovery_left == frozenset()
        assert [desk.types(code) for code in codes[:4]] == [WRONG] * 4
        assert not desk.factors.verify(desk.context, desk.user_id, desk.shown()).recovery_code

    @pytest.mark.parametrize("written", [str.upper, lambda code: code.replace("-", ""), lambda code: f" {code}\u2003"])
    def test_it_may_be_typed_in_capitals_and_without_dashes(self, desk: Desk, written: Callable[[str], str]) -> None:
        code = desk.enrol()[0]
        assert desk.types(written(code)) == ""

    def test_new_ones_void_the_former(self, desk: Desk) -> None:
        former = desk.enrol()
        new = desk.factors.regenerate(desk.context, desk.user_id)
        assert not set(former) & set(new)
        assert desk.types(former[0]) == WRONG
        assert desk.types(new[0]) == ""
        assert desk.stored() == [("recovery-codes", 2), ("second-factor", 1)]


class TestRemoval:
    def test_the_secrets_go_and_the_former_codes_with_them(self, desk: Desk) -> None:
        former = desk.enrol()
        assert desk.factors.remove(desk.context, desk.user_id) == desk.house.ledger.head()
        assert desk.stored() == []
        assert desk.types(desk.shown()) == NONE
        desk.factors.remove(desk.context, desk.user_id)
        assert len(desk.happened(SecondFactorRemoved)) == 1
        desk.enrol()
        assert desk.types(former[0]) == WRONG
        assert desk.types(desk.shown()) == ""
        assert desk.stored() == [("recovery-codes", 2), ("second-factor", 2)]

    def test_an_administrator_resets_it_even_when_it_is_locked(self, desk: Desk) -> None:
        desk.enrol()
        for _ in range(5):
            desk.types(desk.wrong())
        administrator = Context(desk.context.organisation_id, Actor("user", uuid4()))
        desk.factors.remove(administrator, desk.user_id)
        assert [event.by for event in desk.happened(SecondFactorRemoved)] == ["administrator"]
        desk.enrol()
        assert desk.types(desk.shown()) == ""

    def test_of_a_person_who_was_erased_nothing_stays_readable(self, desk: Desk) -> None:
        """Their key is gone: what the facts say from then on names nobody, and the secrets go as always."""
        desk.enrol()
        desk.house.keyring.destroy([(desk.context.organisation_id, desk.user_id)])
        assert desk.types(desk.shown()) == ""
        desk.factors.remove(desk.context, desk.user_id)
        assert desk.stored() == []
        stream = desk.context.organisation_id, factor_id(desk.user_id)
        facts = desk.house.ledger.load([stream])[stream]
        assert {(fact.context.ip, fact.context.user_agent) for fact in facts} == {(Erased(), Erased())}


def raw(house: House) -> str:
    """Every byte of ledger and vault that could be read, as text."""
    with psycopg.connect(house.dsn("writer")) as connection:
        facts = connection.execute("SELECT encode(state, 'escape') FROM ledger.facts").fetchall()
    with house.keys_pool.connection() as connection:
        kept = connection.execute("SELECT name || encode(wrapped, 'escape') FROM keys.secrets").fetchall()
    return "\n".join(text for (text,) in [*facts, *kept])


def test_no_secret_is_in_the_ledger_nor_readable_in_the_vault_nor_said(
    desk: Desk, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(0)
    codes = desk.enrol() + desk.factors.regenerate(desk.context, desk.user_id)
    accepted, wrong = desk.shown(), desk.wrong()
    assert (desk.types(accepted), desk.types(wrong), desk.types(codes[10])) == ("", WRONG, "")
    hashes = [
        one for kept in desk.house.vault.find(desk.context.organisation_id, "recovery-codes:") for one in kept.values()
    ]
    assert len(hashes) == 10
    everything = raw(desk.house)
    assert str(desk.user_id) in everything
    said = caplog.text + "".join(capfd.readouterr())
    for text in (everything, said):
        for secret in (desk.secret, *codes, *(code.replace("-", "") for code in codes), *hashes):
            assert secret not in text
        for code in (accepted, wrong):
            assert not re.search(rf"(?<![0-9a-f]){code}(?![0-9a-f])", text)
