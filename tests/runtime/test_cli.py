import pytest

from runtime.cli import main

REFUSALS = {
    ("fly",): "COMMANDE ne connaît pas 'fly'",
    ("up", "--port", "high"): "--port demande un nombre entier, et non 'high'",
    ("up", "--home", ""): "--home demande un dossier",
    ("up", "--dsn"): "--dsn demande une valeur",
    ("up", "--more"): "argument inconnu : --more",
    ("backup",): "il manque : DOSSIER",
    ("operator", "--name", "Palabre"): "il manque : --email, --person",
    (): "il manque : COMMANDE",
}


@pytest.mark.parametrize("arguments", REFUSALS)
def test_a_mistake_is_told_in_french(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert REFUSALS[arguments] in capsys.readouterr().err


COMMANDS = (
    *("up", "web", "projector", "worker", "stand-in", "migrate", "demo", "operator", "model", "rebuild", "skip"),
    "licence",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_does(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main([command, "--help"])
    assert f"palabre {command} : " in capsys.readouterr().out
