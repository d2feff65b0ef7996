"""What customers do to their messages, and what providers do to time: one answer, for the words as they are now."""

from dataclasses import replace
from datetime import timedelta

from adapters.outbox.performer import Performer
from application.effect import handlers
from application.ports.messaging import File, InboundEdit, InboundMessage, InboundReaction
from domain.conversations.content import Media, Text
from tests.desk import ADA, BOB, Desk
from tests.drive import Drive
from tests.meanwhile import Meanwhile

HOURS, PARKING = "Du mardi au samedi, de 9 h à 19 h.", "Le parking de la gare est à deux minutes."
LATE = 16 * 60


def answer_is_queued(drive: Drive) -> None:
    """The turn has closed; its answer waits to be sent."""
    drive.reader.advance()
    drive.policies.advance()
    assert drive.perform_due() == 1


class TestEdits:
    def test_an_open_turn_is_answered_for_the_corrected_words(self, drive: Drive) -> None:
        desk = Desk(drive)
        first = desk.writes("Quels sont vos horaires ?")
        desk.edits(first, "Où peut-on se garer ?")
        drive.run()
        question, answer = desk.messages()
        assert desk.answers() == [PARKING]
        assert question.content == {"kind": "text", "body": "Où peut-on se garer ?"}
        assert question.edited_at is not None
        assert answer.answer is not None and answer.answer["in_reply_to"] == [str(question.message_id)]

    def test_an_answer_to_the_earlier_words_does_not_leave(self, drive: Drive) -> None:
        desk = Desk(drive)
        first = desk.writes("Quels sont vos horaires ?")
        answer_is_queued(drive)
        desk.edits(first, "Où peut-on se garer ?")
        drive.reader.advance()
        drive.run()
        assert desk.answers() == [PARKING]
        assert sorted(row.status for row in desk.messages() if row.author == "assistant") == ["discarded", "sent"]

    def test_what_was_answered_is_shown_corrected_and_not_answered_again(self, drive: Drive) -> None:
        desk = Desk(drive)
        first = desk.writes("Quels sont vos horaires ?")
        drive.run()
        desk.edits(first, "Où peut-on se garer ?")
        drive.run()
        assert desk.answers() == [HOURS]
        assert desk.messages()[0].content == {"kind": "text", "body": "Où peut-on se garer ?"}
        [line] = desk.conversations()
        assert (line.unread, line.messages, line.last_preview) == (1, 2, HOURS)

    def test_a_correction_told_again_or_too_late_changes_nothing(self, drive: Drive) -> None:
        desk = Desk(drive)
        first = desk.writes("Quels sont vos horaires ?", late=60)
        edit = desk.edits(first, "Où peut-on se garer ?", late=10)
        desk.edits(first, "Où peut-on se garer ?", late=10, id=edit)
        desk.edits(first, "Quel est le prix ?", late=30)
        drive.run()
        desk.replay()
        drive.run()
        assert desk.answers() == [PARKING]
        assert desk.messages()[0].content == {"kind": "text", "body": "Où peut-on se garer ?"}
        assert len(desk.told("conversations.MessageEdited")) == 1

    def test_of_two_corrections_of_the_same_second_the_last_told_stays(self, drive: Drive) -> None:
        desk = Desk(drive)
        first = desk.writes("Quels sont vos horaires ?")
        drive.run()
        at = drive.house.clock.now()
        for edit, body in (("e1", "Mardi"), ("e2", "Jeudi"), ("e1", "Mardi")):  # the first is delivered again
            item = InboundEdit(edit, first, [ADA], Text(body=body), at)
            drive.arrive(desk.organisation_id, desk.channel_id, item)
        drive.run()
        assert desk.messages()[0].content == {"kind": "text", "body": "Jeudi"}

    def test_a_correction_of_a_message_that_never_came_is_the_message(self, drive: Drive) -> None:
        desk = Desk(drive)
        desk.edits("lost", "Où peut-on se garer ?")
        drive.run()
        desk.writes("Quels sont vos horaires ?", id="lost")  # it comes after all
        drive.run()
        question, _ = desk.messages()
        assert desk.answers() == [PARKING]
        assert question.content == {"kind": "text", "body": "Où peut-on se garer ?"} and question.edited_at is not None

    def test_nobody_corrects_or_deletes_the_message_of_another(self, drive: Drive) -> None:
        desk = Desk(drive)
        first = desk.writes("Quels sont vos horaires ?")
        desk.writes("Bonjour", who=BOB, name="Bob")
        drive.run()
        ours = next(row for row in desk.messages(1) if row.author == "assistant")
        head = drive.house.ledger.head()
        desk.edits(first, "Autre chose", who=BOB)
        desk.deletes(first, who=BOB)
        desk.edits(f"out-{ours.message_id}", "Autre chose")
        desk.deletes(f"out-{ours.message_id}")
        drive.run()
        assert drive.house.ledger.head() == head

    def test_the_caption_of_a_photo_is_corrected_and_its_file_is_kept_once(self, drive: Drive) -> None:
        desk = Desk(drive)
        drive.provider.files["f1"] = File(b"x", "image/jpeg")
        photo = Media(media="image", mime_type="image/jpeg", reference="f1", caption="Ma façade")
        first = desk.writes(photo)
        drive.run()
        desk.edits(first, photo.model_copy(update={"caption": "Mon mur"}))
        drive.run()
        row = desk.messages()[0]
        assert row.content is not None and row.content["caption"] == "Mon mur"
        assert row.media is not None and row.media["state"] == "kept"
        assert [kind for kind, _, _ in drive.effects()].count("keep_media") == 1

    def test_a_photo_in_the_place_of_words_is_fetched(self, drive: Drive) -> None:
        desk = Desk(drive)
        drive.provider.files["f1"] = File(b"x", "image/jpeg")
        first = desk.writes("Voici ma façade")
        desk.edits(first, Media(media="image", mime_type="image/jpeg", reference="f1"))
        drive.run()
        row = desk.messages()[0]
        assert (row.kind, row.media is not None and row.media["state"]) == ("media", "kept")

    def test_the_earlier_words_stay_in_the_ledger(self, drive: Drive) -> None:
        desk = Desk(drive)
        first = desk.writes("Lundi ?")
        desk.edits(first, "Mardi ?")
        desk.edits(first, "Jeudi ?")
        drive.run()
        names = ("conversations.MessageReceived", "conversations.MessageEdited")
        said = [fact.event.content for name in names for fact in desk.told(name)]
        assert said == [Text(body="Lundi ?"), Text(body="Mardi ?"), Text(body="Jeudi ?")]


class TestDeletions:
    def test_what_was_deleted_is_not_answered_and_no_longer_read(self, drive: Drive) -> None:
        desk = Desk(drive)
        first = desk.writes("Quels sont vos horaires ?")
        desk.deletes(first)
        drive.run()
        [row] = desk.messages()
        [line] = desk.conversations()
        assert desk.answers() == []
        assert (row.content, row.retracted_at is not None) == (None, True)
        assert (line.last_preview, line.owner, line.status) == ("Message supprimé par le client", "assistant", "new")

    def test_an_answer_to_what_was_deleted_does_not_leave_even_once_the_customer_wrote_again(
        self, drive: Drive
    ) -> None:
        desk = Desk(drive)
        first = desk.writes("Quels sont vos horaires ?")
        answer_is_queued(drive)
        desk.deletes(first)
        desk.writes("Où peut-on se garer ?")
        drive.reader.advance()
        drive.run()
        assert desk.answers() == [PARKING]

    def test_a_deletion_while_the_answer_is_made_leaves_no_hand_over_behind(self, drive: Drive) -> None:
        desk = Desk(drive)
        first = desk.writes("Avez-vous un élevage de lamas ?")
        drive.reader.advance()
        drive.policies.advance()

        def taken_back() -> None:
            desk.deletes(first)
            drive.reader.advance()

        house, undisturbed = drive.house, drive.performer
        services = house.services()
        disturbed = replace(services, ledger=Meanwhile(services.ledger, taken_back))
        drive.performer = Performer(house.pool, disturbed, handlers())
        drive.perform_due()
        drive.performer = undisturbed
        drive.run()
        [line] = desk.conversations()
        assert (desk.answers(), line.owner, line.status) == ([], "assistant", "new")

    def test_the_rest_of_the_turn_is_answered(self, drive: Drive) -> None:
        desk = Desk(drive)
        first = desk.writes("Avez-vous des lamas ?")
        desk.writes("Où peut-on se garer ?")
        desk.deletes(first)
        drive.run()
        assert desk.answers() == [PARKING]

    def test_a_deletion_after_the_answer_takes_the_words_away_and_nothing_else(self, drive: Drive) -> None:
        desk = Desk(drive)
        first = desk.writes("Quels sont vos horaires ?")
        drive.run()
        for _ in range(2):
            desk.deletes(first)
            drive.run()
        assert desk.answers() == [HOURS]
        assert [row.content is None for row in desk.messages()] == [True, False]
        assert len(desk.told("conversations.MessageRetracted")) == 1

    def test_a_deletion_that_comes_first_waits_for_its_message(self, drive: Drive) -> None:
        desk = Desk(drive)
        for _ in range(2):
            desk.deletes("m1")
        drive.run()
        desk.writes("Quels sont vos horaires ?", id="m1")
        desk.edits("m1", "Où peut-on se garer ?")
        drive.run()
        [row] = desk.messages()
        assert (row.content, row.retracted_at is not None, desk.answers()) == (None, True, [])

    def test_a_file_deleted_before_it_was_fetched_is_not_fetched(self, drive: Drive) -> None:
        desk = Desk(drive)
        photo = desk.writes(Media(media="image", mime_type="image/jpeg", reference="gone"))
        desk.deletes(photo)
        drive.run()
        assert [(kind, state) for kind, state, _ in drive.effects() if kind == "keep_media"] == [("keep_media", "done")]
        assert desk.messages()[0].media is None


class TestTime:
    def test_a_late_message_in_the_middle_of_a_turn_is_shown_and_changes_nothing(self, drive: Drive) -> None:
        desk = Desk(drive)
        desk.writes("Où peut-on se garer ?")
        desk.writes("Quels sont vos horaires ?", late=LATE)
        drive.run()
        late, question, answer = desk.messages()
        assert desk.answers() == [PARKING]
        assert answer.answer is not None and answer.answer["in_reply_to"] == [str(question.message_id)]
        assert (late.author, desk.conversations()[0].unread) == ("contact", 2)

    def test_an_answer_that_waits_is_not_discarded_for_a_late_message(self, drive: Drive) -> None:
        desk = Desk(drive)
        desk.writes("Où peut-on se garer ?")
        answer_is_queued(drive)
        desk.writes("Quels sont vos horaires ?", late=LATE)
        drive.reader.advance()
        drive.run()
        assert desk.answers() == [PARKING]

    def test_an_assistant_that_was_down_for_too_long_answers_nobody(self, drive: Drive) -> None:
        desk = Desk(drive)
        desk.writes("Où peut-on se garer ?")
        drive.reader.advance()
        drive.policies.advance()
        with drive.house.pool.connection() as connection:
            connection.execute("UPDATE policy.turns SET asked_at = asked_at - interval '16 minutes'")
        drive.run()
        assert ([row.author for row in desk.messages()], desk.answers()) == (["contact"], [])

    def test_what_is_delivered_again_days_later_or_replayed_adds_nothing(self, drive: Drive) -> None:
        desk = Desk(drive)
        first = desk.writes("Quels sont vos horaires ?")
        drive.run()
        head = drive.house.ledger.head()
        desk.replay()
        drive.run()
        desk.writes("Quels sont vos horaires ?", id=first, late=3 * 86400)
        drive.run()
        assert (drive.house.ledger.head(), desk.answers()) == (head, [HOURS])

    def test_messages_that_come_out_of_order_are_read_as_they_were_written(self, drive: Drive) -> None:
        desk = Desk(drive)
        now = drive.house.clock.now()
        for body, ago in (("se garer ?", 1), ("Où peut-on", 2)):
            item = InboundMessage(body, [ADA], now - timedelta(seconds=ago), Text(body=body))
            drive.arrive(desk.organisation_id, desk.channel_id, item)
        drive.run()
        assert [row.content["body"] for row in desk.messages() if row.content][:2] == ["Où peut-on", "se garer ?"]
        assert desk.answers() == [PARKING]

    def test_a_reaction_is_neither_a_question_nor_unread(self, drive: Drive) -> None:
        desk = Desk(drive)
        first = desk.writes("Quels sont vos horaires ?")
        answer_is_queued(drive)
        reaction = InboundReaction("r1", first, [ADA], "👍", drive.house.clock.now())
        drive.arrive(desk.organisation_id, desk.channel_id, reaction)
        drive.reader.advance()
        drive.run()
        [line] = desk.conversations()
        assert (line.unread, line.messages, desk.answers()) == (1, 2, [HOURS])
        later = InboundReaction("r2", first, [ADA], "🙏", drive.house.clock.now())
        drive.arrive(desk.organisation_id, desk.channel_id, later)
        drive.run()
        assert (desk.answers(), desk.conversations()[0].unread) == ([HOURS], 1)
