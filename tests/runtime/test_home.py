import base64
import stat
from pathlib import Path

import pytest

from runtime.home import Home, Running
from runtime.trouble import Trouble

RUNNING = Running(7, "/home", "postgresql://a", "postgresql://b", "redis://c", "/key", "http://127.0.0.1:8000")


def test_a_home_is_for_its_owner_only(tmp_path: Path) -> None:
    home = Home.at(tmp_path / "new" / "home")
    assert stat.S_IMODE(home.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(home.keep_master_key().stat().st_mode) == 0o600


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    with pytest.raises(Trouble, match=r"contient déjà autre chose \(photos\)"), Home.at(tmp_path).held():
        pass
    assert [place.name for place in tmp_path.iterdir()] == ["photos"]


def test_the_master_key_is_32_bytes_and_drawn_once(tmp_path: Path) -> None:
    first = Home.at(tmp_path).keep_master_key().read_text()
    assert len(base64.b64decode(first)) == 32
    assert Home.at(tmp_path).keep_master_key().read_text() == first


def test_a_second_start_on_the_same_home_is_refused_with_where_the_first_is(tmp_path: Path) -> None:
    first, second = Home.at(tmp_path), Home.at(tmp_path)
    with first.held():
        first.tell(RUNNING)
        with pytest.raises(Trouble, match=r"tourne déjà .*processus 7, http://127.0.0.1:8000"), second.held():
            pass


def test_what_runs_can_be_found_until_it_stops(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    with home.held():
        assert Home.at(tmp_path).running() is None
        home.tell(RUNNING)
        assert Home.at(tmp_path).running() == RUNNING
    assert Home.at(tmp_path).running() is None


def test_what_a_killed_run_had_told_is_not_believed(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    home.tell(RUNNING)
    assert home.running() is None


def test_a_folder_that_cannot_be_made_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Trouble, match="--home"):
        Home.at(tmp_path / "file" / "home")
