"""The dashboard beside the API: its files, its page for every screen, and the policy that it runs under."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.app import create_app
from api.dashboard import Dashboard
from tests.api.stage import Client, Stage

PAGE = "<!doctype html><title>Palabre</title>"
SCRIPT = "const said = 'bonjour';" * 100


@pytest.fixture
def browser(stage: Stage, tmp_path: Path) -> Iterator[Client]:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text(PAGE)
    (tmp_path / ".sources").write_text("secret")
    (tmp_path / "assets" / "index-Ab12.js").write_text(SCRIPT)
    client = Client(create_app(stage.services, dashboard=Dashboard(tmp_path)), stage.portal)
    yield client
    client.close()


@pytest.mark.parametrize("path", ["/", "/conversations", "/conversations/42?statut=new", "/connexion"])
def test_every_screen_is_the_page_under_a_strict_policy(browser: Client, path: str) -> None:
    answer = browser.request("GET", path)
    assert (answer.status_code, answer.text) == (200, PAGE)
    assert answer.headers["cache-control"] == "no-cache"
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == "'self'"
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_asset_is_kept_for_ever_and_packed_for_who_can_unpack(browser: Client) -> None:
    packed = browser.request("GET", "/assets/index-Ab12.js", headers={"accept-encoding": "gzip"})
    plain = browser.request("GET", "/assets/index-Ab12.js", headers={"accept-encoding": "identity"})
    assert packed.text == plain.text == SCRIPT
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) == len(gzip.compress(SCRIPT.encode(), 9))
    assert "content-encoding" not in plain.headers
    assert "immutable" in plain.headers["cache-control"]
    again = browser.request("GET", "/assets/index-Ab12.js", headers={"if-none-match": plain.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", ["/api/nope", "/auth/nope", "/assets/nope.js", "/.sources", "/../pyproject.toml"])
def test_what_is_neither_a_file_nor_a_screen_is_unknown(browser: Client, path: str) -> None:
    answer = browser.request("GET", path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_api_keeps_its_own_policy_beside_it(browser: Client) -> None:
    answer = browser.request("GET", "/api/health")
    assert answer.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_nothing_is_posted_to_a_screen(browser: Client) -> None:
    assert browser.request("POST", "/conversations").status_code == 405


def test_a_folder_without_a_page_is_no_dashboard(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Dashboard(tmp_path)
