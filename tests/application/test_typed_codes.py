import pytest

from application.typed_codes import LONGEST, plain


@pytest.mark.parametrize(
    "typed", ["123456", "123 456", "123-456", " 12 34 56\n", "123\u202f456", "1\u20112\u00a03\u2014456"]
)
def test_spaces_and_dashes_are_left_out(typed: str) -> None:
    assert plain(typed) == "123456"


def test_capitals_are_small_letters() -> None:
    assert plain("K7FX-9M2Q-HW4D") == "k7fx9m2qhw4d"


@pytest.mark.parametrize(
    "typed", ["١٢٣٤٥٦", "１２３４５６", "\u212a7fx", "éa", "12\x0034", "12_34", "\ud800", " - ", ""]
)
def test_what_no_application_shows_is_no_code(typed: str) -> None:
    """The sign of kelvin has a small letter that is ASCII: letters are looked at before they are made small."""
    assert plain(typed) == ""


def test_what_is_longer_than_anybody_types_is_not_looked_at() -> None:
    assert plain("1" * LONGEST) == "1" * LONGEST
    assert plain("1" * LONGEST + " ") == ""
