"""Codes as in RFC 6238 (the last six digits of its table), addresses and pictures that telephones read."""

import base64
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pyotp
import pytest

from adapters.secrets.one_time_codes import TotpCodes

SECRET = base64.b32encode(b"12345678901234567890").decode()
VECTORS = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]
codes = TotpCodes()


def moment(seconds: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)


@pytest.mark.parametrize(("seconds", "code"), VECTORS)
def test_the_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert codes.step_of(SECRET, code, moment(seconds)) == seconds // 30


@pytest.mark.parametrize(("late", "known"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_telephone_may_be_a_step_wrong(late: int, known: bool) -> None:
    at = moment(1234567890)
    step = codes.step_of(SECRET, "005924", at + timedelta(seconds=late))
    assert step == (1234567890 // 30 if known else None)


@pytest.mark.parametrize("code", ["", "5924", "0005924", "٠٠٥٩٢٤", "００５９２４", "005924\0", "x" * 100_000])
def test_nothing_else_is_a_code(code: str) -> None:
    assert codes.step_of(SECRET, code, moment(1234567890)) is None


def test_of_two_steps_with_the_same_code_the_newer_is_meant() -> None:
    """Else the same digits would be let in twice. Such neighbours are one in a million: these were looked for."""
    totp, step = pyotp.TOTP(SECRET), 910_737
    assert totp.generate_otp(step) == totp.generate_otp(step + 1) == "911617"
    assert codes.step_of(SECRET, "911617", moment(step * 30)) == step + 1


def test_secrets_are_new_and_have_160_bits() -> None:
    made = {codes.new_secret() for _ in range(20)}
    assert len(made) == 20
    assert {len(base64.b32decode(secret)) for secret in made} == {20}


@pytest.mark.parametrize("label", ["laura@example.org", "Zoé : l'amie & co/+?#", "😀" * 120])
def test_the_address_names_the_house_and_the_account(label: str) -> None:
    read = pyotp.parse_uri(codes.uri(SECRET, label))
    assert isinstance(read, pyotp.TOTP)
    assert (read.issuer, read.name, read.secret, read.digits, read.interval) == ("Palabre", label, SECRET, 6, 30)


def test_a_label_is_never_empty_and_never_too_long_for_a_picture() -> None:
    assert pyotp.parse_uri(codes.uri(SECRET, " ")).name == "Palabre"
    uri = codes.uri(SECRET, "😀" * 10_000)
    assert pyotp.parse_uri(uri).name == "😀" * 120
    assert codes.qr_code(uri)


def test_the_picture_is_svg_alone_black_on_white() -> None:
    picture = ElementTree.fromstring(codes.qr_code(codes.uri(SECRET, "laura@example.org")))
    assert picture.tag == "svg"
    paths = list(picture)
    assert {path.tag for path in paths} == {"path"}
    assert paths[0].get("fill") == "#fff"
    assert paths[1].get("stroke") == "#000"
