from pathlib import Path

import pytest

from domain.discovery import modules


def package(folder: Path, name: str, sources: dict[str, str]) -> str:
    for path, source in {"__init__.py": "", **sources}.items():
        file = folder / name / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source)
    return name


def test_the_modules_of_a_package_are_given_by_name_however_deep(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    name = package(tmp_path, "deep_package", {"b.py": "", "a.py": "", "aa/__init__.py": "", "aa/z.py": ""})
    assert [module.__name__ for module in modules(name)] == [f"{name}.{one}" for one in ("a", "aa", "aa.z", "b")]


def test_a_package_is_walked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    name = package(tmp_path, "walked_package", {"a.py": ""})
    first = modules(name)
    package(tmp_path, name, {"b.py": ""})
    assert modules(name) is first


def test_a_module_that_cannot_be_imported_is_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    name = package(tmp_path, "broken_package", {"sub/__init__.py": "import not_to_be_found"})
    for _ in range(2):
        with pytest.raises(ModuleNotFoundError, match="not_to_be_found"):
            modules(name)
