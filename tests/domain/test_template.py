"""Templates follow what the provider tells, once, whatever the order in which it comes."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.channels.template import (
    MissTemplate,
    NoteTemplate,
    SynchroniseTemplate,
    Template,
    template,
    template_id_of,
)
from domain.channels.template_events import (
    TemplateAnnounced,
    TemplateGone,
    TemplateQualityChanged,
    TemplateRecategorised,
    TemplateStatusChanged,
    TemplateSynchronised,
    Variable,
    Wording,
)
from domain.channels.template_filling import Trouble, rendered, troubles
from domain.channels.template_status import MEANINGS, OBSTACLES, refuse_unsendable
from domain.channels.template_sync import (
    NoteTemplateSync,
    NoteTemplateSyncFailure,
    TemplatesSynchronised,
    TemplateSyncFailed,
    sync_day_of,
    template_sync,
)
from domain.channels.template_text import variables_of, written
from domain.refusal import Refused
from tests.spec import given

CHANNEL = UUID(int=1)
ID = template_id_of(CHANNEL, "rappel/fr")
NOON = datetime(2026, 9, 14, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
IDS: dict[str, Any] = {"template_id": ID, "channel_id": CHANNEL}
SAYS = Wording(body="Bonjour {{1}}, à demain.", variables=(Variable(key="1", name="1"),))


def listed(at: datetime = LATER, **changes: Any) -> SynchroniseTemplate:
    return SynchroniseTemplate(**{**_as_told(), **changes}, at=at)


def told(at: datetime = LATER, **news: Any) -> NoteTemplate:
    return NoteTemplate(**IDS, template_name="rappel", language="fr", at=at, **news)


def _as_told() -> dict[str, Any]:
    return {
        **IDS,
        "reference": "42",
        "template_name": "rappel",
        "language": "fr",
        "category": "utility",
        "status": "approved",
        "reason": "",
        "quality": "green",
        "wording": SAYS,
    }


known = TemplateSynchronised(**_as_told(), told_at=NOON)
gone = TemplateGone(**IDS, told_at=NOON)
paused = TemplateStatusChanged(**IDS, told_at=LATER, status="paused", reason="Mal noté")


class TestSynchronising:
    def test_a_new_template_is_kept_once(self) -> None:
        given(template).when(listed(at=NOON)).then_once(known)

    def test_a_template_that_is_the_same_is_silence(self) -> None:
        given(template, known).when(listed()).then()

    def test_another_text_is_kept_whole(self) -> None:
        other = Wording(body="Bonjour, à demain.")
        again = known.model_copy(update={"wording": other, "told_at": LATER})
        given(template, known).when(listed(wording=other)).then_once(again)

    def test_only_what_changed_beside_the_text_is_told(self) -> None:
        given(template, known).when(
            listed(status="paused", reason="Mal noté", category="marketing", quality="red")
        ).then_once(
            paused,
            TemplateRecategorised(**IDS, told_at=LATER, category="marketing"),
            TemplateQualityChanged(**IDS, told_at=LATER, quality="red"),
        )

    def test_a_template_that_is_not_listed_is_gone_once_and_may_come_back(self) -> None:
        miss = MissTemplate(**IDS, at=NOON)
        given(template, known).when(miss).then_once(gone)
        given(template).when(miss).then()
        given(template, known, gone).when(listed()).then_once(known.model_copy(update={"told_at": LATER}))

    def test_a_list_asked_for_before_we_were_told_otherwise_is_passed_over(self) -> None:
        given(template, known, paused).when(listed(at=NOON)).then()
        given(template, known, paused).when(listed(at=NOON, wording=Wording(body="Autre"))).then()
        given(template, known, paused).when(MissTemplate(**IDS, at=NOON)).then()

    def test_a_list_does_not_take_away_the_reason_that_a_notice_gave(self) -> None:
        given(template, known, paused).when(listed(status="paused", reason="")).then()
        given(template, known, paused).when(listed(status="paused", reason="Autre")).then()
        approved = TemplateStatusChanged(**IDS, told_at=LATER, status="approved", reason="")
        given(template, known, paused).when(listed(status="approved")).then_once(approved)


class TestNotices:
    def test_a_status_is_followed_once(self) -> None:
        given(template, known).when(told(status="paused", reason="Mal noté")).then_once(paused)

    def test_what_was_told_late_does_not_undo_what_is_newer(self) -> None:
        before = NOON - timedelta(days=2)
        given(template, known).when(told(at=before, status="pending")).then()
        given(template, known, paused).when(told(at=NOON, status="approved")).then()

    def test_what_is_not_told_stays(self) -> None:
        given(template, known).when(told()).then()
        quality = TemplateQualityChanged(**IDS, told_at=LATER, quality="yellow")
        given(template, known).when(told(quality="yellow")).then_once(quality)

    def test_a_new_text_or_a_template_never_seen_must_be_read_once(self) -> None:
        announced = TemplateAnnounced(**IDS, told_at=LATER, template_name="rappel", language="fr")
        given(template).when(told(status="approved")).then_once(announced)
        given(template, known).when(told(changed=True)).then_once(announced)
        given(template, known, gone).when(told(status="approved")).then_once(announced)
        again = announced.model_copy(update={"told_at": LATER + timedelta(hours=1)})
        given(template, known, announced, known).when(told(at=again.told_at, changed=True)).then_once(again)

    def test_a_deletion_is_told_once(self) -> None:
        given(template, known).when(told(gone=True)).then_once(gone.model_copy(update={"told_at": LATER}))
        given(template).when(told(gone=True)).then()


@pytest.mark.parametrize(
    ("events", "code"),
    [
        ((), "TEMPLATE_UNKNOWN"),
        ((known, gone), "TEMPLATE_GONE"),
        ((known, paused), "TEMPLATE_PAUSED"),
        ((known.model_copy(update={"status": "rejected"}),), "TEMPLATE_REJECTED"),
        ((known.model_copy(update={"status": "disabled"}),), "TEMPLATE_DISABLED"),
        ((known.model_copy(update={"status": "pending"}),), "TEMPLATE_NOT_APPROVED"),
        (
            (known.model_copy(update={"wording": Wording(body="Voici", obstacle="media_header")}),),
            "TEMPLATE_NOT_FILLABLE",
        ),
    ],
)
def test_what_cannot_leave_is_refused_with_what_to_do(events: tuple[Any, ...], code: str) -> None:
    with pytest.raises(Refused) as refused:
        refuse_unsendable(template.fold(events))
    assert refused.value.code == code
    assert refused.value.sentence.endswith(".")


@pytest.mark.parametrize("status", ["approved", "flagged"])
def test_what_is_approved_may_leave(status: str) -> None:
    state: Template = template.fold([known.model_copy(update={"status": status})])
    refuse_unsendable(state)
    assert state.sendable


def test_every_status_and_every_obstacle_says_what_to_do() -> None:
    sentences = [told.advice for told in MEANINGS.values()] + [text for text in OBSTACLES.values() if text]
    assert all(sentence.endswith(".") for sentence in sentences)


class TestFilling:
    NAMED = Wording(
        header_kind="text",
        header="Pour {{1}}",
        body="Bonjour {{prenom}}, votre commande {{ numero }} part {{prenom}} !",
        variables=(
            Variable(key="header.1", name="1", part="header"),
            Variable(key="prenom", name="prenom"),
            Variable(key="numero", name="numero"),
        ),
    )

    def test_the_customer_reads_the_values(self) -> None:
        found = rendered(self.NAMED, {"header.1": "vous", "prenom": "Ada", "numero": "A7"})
        assert (found.header, found.body) == ("Pour vous", "Bonjour Ada, votre commande A7 part Ada !")

    def test_a_blank_without_a_value_stays_a_blank(self) -> None:
        assert rendered(self.NAMED, {"numero": "A7"}).body == "Bonjour {{prenom}}, votre commande A7 part {{prenom}} !"

    def test_a_value_that_looks_like_a_blank_is_only_a_value(self) -> None:
        assert rendered(SAYS, {"1": "{{1}} \\g<0> {0}"}).body == "Bonjour {{1}} \\g<0> {0}, à demain."

    def test_a_variable_of_the_whole_template_fills_every_part(self) -> None:
        everywhere = Wording(header="{{1}}", body="{{1}}", variables=(Variable(key="1", name="1", part="all"),))
        found = rendered(everywhere, {"1": "Ada"})
        assert (found.header, found.body) == ("Ada", "Ada")

    def test_good_values_give_no_trouble(self) -> None:
        assert list(troubles(self.NAMED, {"header.1": "vous", "prenom": "Zoé 👩🏽‍🔧", "numero": "A   7"})) == []

    @pytest.mark.parametrize("value", ["", "  ", "a\nb", "a\rb", "a\tb", "a    b", "a\u2028b", "a" * 1025])
    def test_a_value_that_whatsapp_refuses_is_told_with_its_name(self, value: str) -> None:
        [trouble] = troubles(SAYS, {"1": value})
        assert trouble.key == "1"
        assert trouble.sentence.endswith(".")

    def test_everything_at_fault_is_told_at_once(self) -> None:
        found = [trouble.key for trouble in troubles(self.NAMED, {"prenom": "", "nom": "Byron"})]
        assert found == ["header.1", "prenom", "numero", "nom"]

    def test_a_filled_text_that_is_too_long_names_the_value_to_shorten(self) -> None:
        [trouble] = troubles(self.NAMED, {"header.1": "vous", "prenom": "a" * 1000, "numero": "A7"})
        assert trouble.key == "prenom"
        [trouble] = troubles(self.NAMED, {"header.1": "a" * 60, "prenom": "Ada", "numero": "A7"})
        assert trouble == Trouble("header.1", "L'en-tête rempli dépasse 60 caractères : raccourcissez cette valeur.")

    def test_the_end_of_an_address_holds_no_space(self) -> None:
        wording = Wording(body="Suivez", variables=(Variable(key="button.0.1", name="1", part="button", button=0),))
        assert [trouble.key for trouble in troubles(wording, {"button.0.1": "a b"})] == ["button.0.1"]


def test_variables_are_found_by_number_and_by_name_in_the_order_of_reading() -> None:
    assert variables_of("{{2}} {{prenom}} {{ 1 }} {{2}} {nom} {{}} {{a b}} {{é}}") == ("2", "prenom", "1", "é")
    assert written("{{a}}{{b}}", {"a": "x"}.get) == "x{{b}}"


class TestRuns:
    DAY = sync_day_of(CHANNEL, NOON.date())
    RUN = UUID(int=9)

    def test_a_run_is_noted_once(self) -> None:
        ids: dict[str, Any] = {"sync_day_id": self.DAY, "channel_id": CHANNEL, "run_id": self.RUN}
        counts = {"added": 1, "changed": 2, "missing": 3, "unchanged": 4}
        given(template_sync).when(NoteTemplateSync(**ids, **counts, at=NOON)).then_once(
            TemplatesSynchronised(**ids, **counts, synchronised_at=NOON)
        )
        failed = NoteTemplateSyncFailure(**ids, code="190", reason="Jeton expiré.", at=NOON)
        given(template_sync).when(failed).then_once(
            TemplateSyncFailed(**ids, code="190", reason="Jeton expiré.", failed_at=NOON)
        )

    def test_another_day_is_another_stream(self) -> None:
        assert sync_day_of(CHANNEL, NOON.date()) != sync_day_of(CHANNEL, NOON.date() + timedelta(days=1))
