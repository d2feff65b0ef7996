"""What Meta tells of a template between two lists."""

from datetime import timedelta
from typing import Any

import pytest

from adapters.messaging.whatsapp_cloud.template_notices import key_of
from application.ports.messaging import Notice, TemplateNotice
from tests.adapters.messaging.phones import NOW, CloudPhone


def told(field: str, time: Any = None, **value: Any) -> Any:
    cloud = CloudPhone()
    named = {"message_template_id": 42, "message_template_name": "rappel", "message_template_language": "en-US"}
    document = cloud.document([{"field": field, "value": {**named, **value}}])
    document["entry"][0] |= {"time": time} if time is not None else {}
    webhook = cloud.signed(document)
    [found] = [one for part in cloud.adapter.split(webhook) for one in cloud.adapter.read(part.payload, NOW)]
    return found


class TestNotices:
    STATUS = "message_template_status_update"

    def test_a_status_comes_with_its_time_and_under_the_key_of_the_list(self) -> None:
        at = int((NOW - timedelta(days=1)).timestamp())
        found = told(self.STATUS, at, event="APPROVED", reason="NONE", message_template_category="UTILITY")
        assert found == TemplateNotice(
            key="rappel/en_US",
            name="rappel",
            language="en-US",
            at=NOW - timedelta(days=1),
            status="approved",
            category="utility",
        )
        assert found.key == key_of("rappel", "en_US")

    def test_a_rejection_says_why(self) -> None:
        info = {"reason": "Parameters next to each other."}
        found = told(self.STATUS, event="REJECTED", reason="INVALID_FORMAT", rejection_info=info)
        assert (found.status, found.reason.endswith(" Parameters next to each other.")) == ("rejected", True)

    @pytest.mark.parametrize(
        ("event", "title", "status"),
        [
            ("PAUSED", "FIRST_PAUSE", "paused"),
            ("LOCKED", "SECOND_PAUSE", "paused"),
            ("LOCKED", "UNPAUSE", "approved"),
            ("REINSTATED", "", "approved"),
            ("DISABLED", "", "disabled"),
            ("FLAGGED", "", "flagged"),
            ("PENDING_DELETION", "", "pending_deletion"),
        ],
    )
    def test_an_event_becomes_a_status(self, event: str, title: str, status: str) -> None:
        assert told(self.STATUS, event=event, other_info={"title": title}).status == status

    def test_an_event_nobody_has_seen_asks_to_read_the_list(self) -> None:
        found = told(self.STATUS, event="SOMETHING_NEW")
        assert (found.status, found.changed, found.gone) == (None, True, False)

    def test_a_deletion_is_told(self) -> None:
        assert told(self.STATUS, event="DELETED", reason=None).gone

    def test_quality_category_and_text_are_told(self) -> None:
        assert told("message_template_quality_update", new_quality_score="YELLOW").quality == "yellow"
        assert told("template_category_update", new_category="MARKETING").category == "marketing"
        assert told("message_template_components_update", message_template_element="Bonjour").changed

    @pytest.mark.parametrize("time", [None, "soon", -4, 10**30, int(NOW.timestamp()) + 999])
    def test_a_time_that_means_nothing_is_that_of_reception(self, time: Any) -> None:
        assert told(self.STATUS, time, event="PAUSED").at == NOW

    def test_a_notice_that_names_no_template_is_kept_as_it_came(self) -> None:
        found = told(self.STATUS, event="PAUSED", message_template_name=None)
        assert isinstance(found, Notice)
