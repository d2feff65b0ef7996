"""The rules of the edge are read from the settings, and what cannot be is told before anything starts."""

from ipaddress import ip_network
from pathlib import Path

import pytest
from pydantic import ValidationError

from application.ports.limits import Allowance
from runtime.edge import rules_of
from runtime.settings import Settings
from runtime.trouble import Trouble
from runtime.up import Options, up


def test_by_default_a_stranger_has_a_hundred_a_minute_and_nobody_is_believed() -> None:
    rules = rules_of(Settings())
    assert rules.anonymous == Allowance("anonymous", 100, seconds=60)
    assert rules.webhooks == Allowance("webhooks", 60_000, portion=300)
    assert rules.trusted_proxies == ()


def test_a_limit_that_is_small_is_exact() -> None:
    assert rules_of(Settings(webhooks_per_minute=10)).webhooks == Allowance("webhooks", 10, portion=1)


@pytest.mark.parametrize("figure", ["anonymous", "person", "webhooks", "refused_webhooks"])
@pytest.mark.parametrize("value", [0, -1, "x", 1.5])
def test_a_limit_lets_something_through(figure: str, value: object) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate({f"{figure}_per_minute": value})


@pytest.mark.parametrize("setting", ["answer_within", "body_within"])
@pytest.mark.parametrize("value", [0, -1, "nan", "inf", "soon"])
def test_a_deadline_comes(setting: str, value: object) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate({setting: value})


@pytest.mark.parametrize("text", ["10.0.0.0/8,2001:db8::/32,192.0.2.7", " 10.0.0.0/8  2001:db8::/32 , 192.0.2.7, "])
def test_proxies_are_addresses_and_networks(text: str) -> None:
    expected = tuple(map(ip_network, ("10.0.0.0/8", "2001:db8::/32", "192.0.2.7/32")))
    assert rules_of(Settings(trusted_proxies=text)).trusted_proxies == expected


@pytest.mark.parametrize(
    "text",
    ["proxy.example.org", "10.0.0.1/8", "10.0.0.0/33", "*", "10.0.0.0/8;10.1.0.0/16", "10.0.0", "fe80::1%eth0/64"],
)
def test_what_is_no_network_is_told(text: str) -> None:
    with pytest.raises(Trouble, match=r"PALABRE_TRUSTED_PROXIES ne comprend pas «.*\.$"):
        rules_of(Settings(trusted_proxies=f"127.0.0.1 {text}"))


@pytest.mark.parametrize("everybody", ["0.0.0.0/0", "::/0"])
def test_not_everybody_is_a_proxy(everybody: str) -> None:
    with pytest.raises(Trouble, match="PALABRE_TRUSTED_PROXIES croirait tout le monde"):
        rules_of(Settings(trusted_proxies=everybody))


@pytest.mark.parametrize("public_url", ["https://palabre.example.org", "HTTPS://palabre.example.org"])
def test_browsers_are_told_to_come_by_https_where_there_is_one(public_url: str) -> None:
    assert rules_of(Settings(public_url=public_url)).secure
    assert not rules_of(Settings(public_url="http://127.0.0.1:8000")).secure


def test_by_default_no_other_origin_may_use_the_api() -> None:
    assert rules_of(Settings()).cors_origins == ()


def test_origins_are_those_that_browsers_send() -> None:
    named = ("https://tableau.example.org", "http://localhost:5173", "https://[2001:db8::1]:8443")
    assert rules_of(Settings(cors_origins=", ".join(named))).cors_origins == named


@pytest.mark.parametrize(
    "text",
    [
        *["*", "https://*", "https://*.example.org", "null", "example.org", "//example.org", "ftp://example.org"],
        *["https://example.org/", "https://example.org/app", "https://example.org?a", "https://me@example.org"],
        *["https://Example.org", "https://exämple.org", "https://example.org:443", "http://example.org:80", "https://"],
        *["https://example.org:0", "https://example.org:", "https://example.org:99999999", "https://example.org;x"],
    ],
)
def test_what_is_no_exact_origin_is_told(text: str) -> None:
    with pytest.raises(Trouble, match=r"PALABRE_CORS_ORIGINS ne comprend pas « .*\.$") as trouble:
        rules_of(Settings(cors_origins=f"https://tableau.example.org {text}"))
    assert f"« {text} »" in str(trouble.value)


def test_up_tells_before_it_starts_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PALABRE_TRUSTED_PROXIES", "everybody")
    with pytest.raises(Trouble, match="PALABRE_TRUSTED_PROXIES"):
        up(Options(tmp_path / "home"))
    assert not (tmp_path / "home").exists()
