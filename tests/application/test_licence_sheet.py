"""Whatever a spreadsheet may make of a list of licences is read, and what is none is refused with what to mend."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from application.csv_lines import harmless
from application.licence_sheet import Row, read, unguarded
from domain.licensing.batch import MOST_ROWS
from domain.refusal import Refused

PLAIN = "email,hwid,plan,notes\nawa@exemple.fr,HW-1,premium,Reçu à l'été\n"
AWA = Row(1, "awa@exemple.fr", "HW-1", "premium", "Reçu à l'été")


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("cp1252"),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode(),
        "\ufeffE-mail;Identifiant machine;FORMULE;Remarques\nawa@exemple.fr; HW-1 ;Premium;Reçu à l'été".encode(),
        "Notes,Plan,Ville,HWID,Courriel\nReçu à l'été,premium,Lyon,HW-1,awa@exemple.fr\n\n,,\n".encode(),
        'email,hwid,plan,notes\n"awa@exemple.fr","HW-1","premium","Reçu à l\'été"\n'.encode(),
    ],
)
def test_every_way_to_write_it_is_read(content: bytes) -> None:
    sheet = read(content)
    assert [sheet.row(n) for n in range(1, len(sheet.cells) + 1)] == [AWA]


def test_a_value_may_hold_delimiters_quotes_and_lines() -> None:
    sheet = read(b'email,hwid,plan,notes\na@b.fr,"H,1",starter,"dit ""oui""\nhier"\nc@d.fr,H2,entreprise\n')
    assert sheet.row(1) == Row(1, "a@b.fr", "H,1", "starter", 'dit "oui"\nhier')
    assert sheet.row(2) == Row(2, "c@d.fr", "H2", "enterprise", "")


def test_what_is_left_alone_is_told() -> None:
    assert read(b"email,ville,hwid,plan,raison\na@b.fr,Lyon,H,starter,x\n").ignored == ["ville"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "FILE_EMPTY"),
        (b"\xef\xbb\xbf \r\n", "FILE_EMPTY"),
        (b"email,hwid,plan\n", "FILE_EMPTY"),
        (b"email,hwid,plan\n,,\n\n", "FILE_EMPTY"),
        (b"awa@exemple.fr,HW-1,premium\n", "COLUMN_MISSING"),
        (b"email,hwid\nawa@exemple.fr,HW-1\n", "COLUMN_MISSING"),
        (b"\nemail,hwid,plan\n", "COLUMN_MISSING"),
        (b"email,e-mail,hwid,plan\n", "COLUMN_TWICE"),
        (b"email,hwid,plan\na\x00@b.fr,H,starter\n", "FILE_NOT_TEXT"),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00", "FILE_NOT_TEXT"),
        (bytes(range(128, 256)), "FILE_NOT_TEXT"),
        (b'email,hwid,plan\na@b.fr,"H,starter\n', "FILE_BROKEN"),
        (b"email,hwid,plan,notes\na@b.fr,H,starter," + b"x" * 200_000, "FILE_BROKEN"),
        (b"email,hwid,plan,notes\na@b.fr,H,starter" + b"," * 200, "FILE_BROKEN"),
        (b"email,hwid,plan\n" + b"a@b.fr,H,starter\n" * (MOST_ROWS + 1), "FILE_TOO_LONG"),
    ],
)
def test_what_is_no_sheet_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read(content)
    assert (refused.value.code, refused.value.field) == (code, "file")


def test_as_many_rows_as_allowed_are_read() -> None:
    assert len(read(b"email,hwid,plan\n" + b"a@b.fr,H,starter\n" * MOST_ROWS + b"\n,,\n").cells) == MOST_ROWS


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("a@b.fr,H,gold,", "PLAN_INVALID"),
        ("a@b.fr,H,,", "PLAN_INVALID"),
        ("a@b.fr,H", "PLAN_INVALID"),
        ("a@b.fr,H,starter,dit oui, hier", "ROW_LONG"),
        (",,,", "ROW_EMPTY"),
    ],
)
def test_a_row_that_is_none_is_refused_alone(row: str, code: str) -> None:
    sheet = read(f"email,hwid,plan,notes\n{row}\na@b.fr,H,starter,\n".encode())
    with pytest.raises(Refused) as refused:
        sheet.row(1)
    assert refused.value.code == code
    assert sheet.row(2).hwid == "H"


def test_rejects_can_be_mended_and_read_again_and_nothing_in_them_is_run() -> None:
    sheet = read(b'email;hwid;plan;ville;notes\na@b.fr;-H1;gold;Lyon;=cmd()\nc@d.fr;H2;starter;"+1"\n')
    rejects = sheet.with_reasons({1: "Formule inconnue."})
    assert rejects.splitlines() == [
        "email;hwid;plan;ville;notes;raison",
        "a@b.fr;'-H1;gold;Lyon;'=cmd();Formule inconnue.",
    ]
    mended = read(rejects.replace("gold", "premium").encode("utf-8-sig"))
    assert mended.row(1) == Row(1, "a@b.fr", "-H1", "premium", "=cmd()")
    assert mended.with_reasons({1: "x"}).splitlines()[0].count("raison") == 1


@given(some.text())
def test_a_guarded_cell_comes_back_as_it_was(cell: str) -> None:
    assert not harmless(cell).startswith(("=", "+", "-", "@", "\t", "\r"))
    if not cell.startswith("'"):
        assert unguarded(harmless(cell)) == cell


@given(some.binary(max_size=400))
def test_whatever_comes_is_read_or_refused(content: bytes) -> None:
    for start in (b"", b"email,hwid,plan\n"):
        try:
            sheet = read(start + content)
        except Refused as refused:
            assert refused.sentence.endswith(".")
        else:
            assert sheet.cells
