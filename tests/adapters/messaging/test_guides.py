"""The guides hold what the product says: every code has its row, every field and webhook field its line."""

from pathlib import Path

import pytest

from adapters.messaging.whatsapp_cloud.connecting import WEBHOOK_FIELDS
from application import channel_check
from tests.adapters.messaging.phones import CloudPhone, Reached

GUIDES = Path(__file__).resolve().parents[3] / "docs" / "guides"


@pytest.fixture
def guide(reached: Reached) -> str:
    name = reached.adapter.provider.replace("_", "-")
    return (GUIDES / f"connecter-{name}.md").read_text("utf-8")


def test_every_code_has_its_remedy(reached: Reached, guide: str) -> None:
    table = guide.partition("## En cas de problème")[2]
    wrong = [one for one in (*reached.adapter.findings.values(), *channel_check.FINDINGS.values()) if one.level != "ok"]
    assert wrong
    assert [one.code for one in wrong if f"`{one.code}`" not in table] == []


def test_every_field_is_explained(reached: Reached, guide: str) -> None:
    for field in reached.adapter.fields:
        part = "secrets" if field.secret else "settings"
        assert f"`{part}.{field.name}`" in guide


def test_every_webhook_field_of_meta_is_to_be_ticked() -> None:
    guide = (GUIDES / "connecter-whatsapp-cloud.md").read_text("utf-8")
    assert all(f"`{field}`" in guide for field in WEBHOOK_FIELDS)
    [values] = [step.values for step in CloudPhone().adapter.setup("u", "t") if step.code == "WEBHOOK"]
    assert dict(values)["Champs"] == ", ".join(WEBHOOK_FIELDS)
