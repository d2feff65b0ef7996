import csv
import io

import pytest

from application.csv_lines import lines


@pytest.mark.parametrize("text", ["=1+1", "+33", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1"])
def test_no_text_is_taken_for_a_formula(text: str) -> None:
    ((cell,),) = csv.reader(io.StringIO(lines([[text]]), newline=""), delimiter=";")
    assert cell == f"'{text}"


@pytest.mark.parametrize("text", ["awa@exemple.fr", "", "1-2", 'dit "oui"; et\nnon', "’"])
def test_any_other_text_is_read_back_as_it_was(text: str) -> None:
    assert [*csv.reader(io.StringIO(lines([[text, -3]]), newline=""), delimiter=";")] == [[text, "-3"]]
