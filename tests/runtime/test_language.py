"""The language model that an installation chooses: what fits together, what is told when it does not."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from application.ports.language import ModelFailed, Prompt, Said
from runtime.composition import open_house
from runtime.language import model_of
from runtime.masking import mask
from runtime.processes.stand_in import StandInSettings, application
from runtime.settings import Settings
from runtime.trouble import Trouble
from tests.serving import serving

PROMPT = Prompt([Said("user", "Vous ouvrez à quelle heure ?")])
MISTRAL: dict[str, Any] = {"model_vendor": "mistral", "model_name": "mistral-small-latest"}
OLLAMA: dict[str, Any] = {"model_vendor": "ollama", "model_name": "mistral-nemo"}


@pytest.fixture(scope="module")
def stand_in_url() -> Iterator[str]:
    with serving(application(Settings(), StandInSettings())) as url:
        yield f"{url}/model"


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    file = tmp_path / "key"
    file.write_text("a-key-of-mistral\n")
    return file


def runtime(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """What a command says, with nothing set but these variables."""
    return subprocess.run(
        [sys.executable, "-m", "runtime", *arguments],
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": ":".join(sys.path), "PYTHONUTF8": "1", **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


REFUSED: dict[str, dict[str, Any]] = {
    "PALABRE_MODEL_VENDOR ne connaît pas « gpt »": {"model_vendor": "gpt"},
    "Donnez le nom du modèle dans PALABRE_MODEL_NAME, par exemple mistral-nemo": {"model_vendor": "ollama"},
    "par exemple mistral-small-latest": {**MISTRAL, "model_name": "  "},
    "Il manque la clé de Mistral": MISTRAL,
    "Il manque la clé du serveur compatible OpenAI": {**MISTRAL, "model_vendor": "openai"},
    "deux fois": {**MISTRAL, "model_key": "k", "model_key_file": Path("/nowhere")},
    "ne peut pas être lue dans /nowhere": {**MISTRAL, "model_key_file": Path("/nowhere")},
    "tient en une ligne": {**MISTRAL, "model_key": "one\nX-Other: two"},
    "sans espace ni accent": {**MISTRAL, "model_key": "clé"},
    "PALABRE_MODEL_TIMEOUT": {**OLLAMA, "model_timeout": 0},
    "de plus de 0 à 30": {**OLLAMA, "model_timeout": float("nan")},
}


@pytest.mark.parametrize("sentence", REFUSED)
def test_what_does_not_fit_together_is_told_in_a_sentence(sentence: str) -> None:
    with pytest.raises(Trouble) as trouble:
        model_of(Settings(**REFUSED[sentence]))
    assert sentence in str(trouble.value)
    assert str(trouble.value).endswith(".")


@pytest.mark.parametrize(
    "url", ["ftp://host", "host:11434", "http://", "http://me:secret@host", "http://host?key=1", "http://[::1", "x"]
)
def test_an_address_is_an_address(url: str) -> None:
    with pytest.raises(Trouble, match="PALABRE_MODEL_BASE_URL") as trouble:
        model_of(Settings(**OLLAMA, model_base_url=url))
    assert "secret" not in str(trouble.value)


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xff\xfe"])
def test_a_key_file_without_a_key_is_told(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "key"
    file.write_bytes(content)
    with pytest.raises(Trouble, match="PALABRE_MODEL_KEY_FILE"):
        model_of(Settings(**MISTRAL, model_key_file=file))


def test_by_default_there_is_none() -> None:
    assert model_of(Settings()) is None
    assert model_of(Settings(model_vendor="none", model_name="left over", model_key="left over")) is None


def test_a_server_of_ones_own_needs_no_key(stand_in_url: str) -> None:
    model = model_of(Settings(model_vendor="openai", model_name="petit", model_base_url=stand_in_url))
    assert model
    with closing(model):
        assert model.complete(PROMPT, within=5).text


def test_the_key_is_shown_nowhere(key_file: Path, stand_in_url: str) -> None:
    settings = Settings(**MISTRAL, model_key_file=key_file, model_base_url=stand_in_url)
    model = model_of(settings)
    assert model
    model.close()
    assert mask("échec avec a-key-of-mistral.") == "échec avec ‹secret›."
    assert "another" not in repr(Settings(model_key="another"))


@pytest.mark.parametrize("vendor", ["openai", "mistral", "ollama"])
def test_the_house_has_the_model_that_was_chosen(
    settings: Settings, vendor: str, key_file: Path, stand_in_url: str
) -> None:
    chosen = {"model_vendor": vendor, "model_name": "petit", "model_base_url": stand_in_url, "model_key_file": key_file}
    with open_house(settings.model_copy(update=chosen), pool_size=1) as house:
        language = house.services().language
        assert language is house.language
        assert language
        assert (language.vendor, language.model) == (vendor, "petit")
        assert language.complete(PROMPT, within=5).text


def test_the_house_does_without(settings: Settings) -> None:
    with open_house(settings, pool_size=1) as house:
        assert house.services().language is None


def test_the_house_does_not_open_on_a_wrong_choice(settings: Settings) -> None:
    with pytest.raises(Trouble), open_house(settings.model_copy(update={"model_vendor": "gpt"})):
        pass


def test_up_says_what_to_set_before_it_starts_anything(tmp_path: Path) -> None:
    found = runtime("up", "--home", str(tmp_path / "home"), PALABRE_MODEL_VENDOR="mistral")
    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr.startswith("palabre : Donnez le nom du modèle dans PALABRE_MODEL_NAME")
    assert not (tmp_path / "home").exists()


def test_the_stand_in_loses_lines_where_it_is_mounted(stand_in_url: str) -> None:
    model = model_of(Settings(model_vendor="openai", model_name="petit", model_base_url=stand_in_url))
    assert model
    with closing(model):
        for step, trouble in (({"drop": True}, "unreachable"), ({"drip": "headers"}, "slow")):
            httpx.post(f"{stand_in_url}/script", json=step).raise_for_status()
            with pytest.raises(ModelFailed) as failed:
                model.complete(PROMPT, within=0.5)
            assert failed.value.trouble == trouble


@pytest.mark.parametrize(
    ("vendor", "step", "code", "told"),
    [
        ("openai", {}, 0, "Le modèle petit (openai) répond en 0,"),
        ("openai", {"status": 401}, 1, "remplacez PALABRE_MODEL_KEY_FILE. (openai, petit)"),
        ("none", {}, 1, "réglez PALABRE_MODEL_VENDOR"),
    ],
)
def test_the_command_says_what_works_or_what_to_mend(
    stand_in_url: str, vendor: str, step: dict[str, Any], code: int, told: str
) -> None:
    httpx.delete(f"{stand_in_url}/calls").raise_for_status()
    httpx.post(f"{stand_in_url}/script", json=step).raise_for_status()
    found = runtime(
        "model",
        PALABRE_MODEL_VENDOR=vendor,
        PALABRE_MODEL_NAME="petit",
        PALABRE_MODEL_BASE_URL=stand_in_url,
    )
    assert found.returncode == code, found.stderr
    assert told in (found.stderr if code else found.stdout)
    assert (found.stdout == "") == bool(code)
