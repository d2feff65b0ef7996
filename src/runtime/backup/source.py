"""Reaching the databases of an installation, whether it runs, is stopped, or is on other servers."""

from collections.abc import Iterator
from contextlib import contextmanager

from runtime.home import Home
from runtime.installation import Installation
from runtime.settings import Settings
from runtime.supervisor import Supervisor
from runtime.trouble import Trouble


@contextmanager
def open_source(home: Home, dsn: str | None) -> Iterator[Settings]:
    """The settings of an installation whose databases answer: of the one that runs, else of one opened for this."""
    running = home.running()
    if running and dsn in {None, running.dsn}:
        yield _settings(running.variables())
    elif Installation.of(home, dsn).is_new:
        raise Trouble(f"Il n'y a pas d'installation dans {home.folder} : rien n'est à sauvegarder.")
    else:
        with open_stopped(home, dsn) as settings:
            yield settings


@contextmanager
def open_stopped(home: Home, dsn: str | None) -> Iterator[Settings]:
    """The settings of an installation that is stopped. Its embedded PostgreSQL runs for as long as the context."""
    with home.held(), Supervisor.at_work(home.logs) as supervisor:
        installation = Installation.of(home, dsn)
        for server in installation.initialise():
            if server.name == "postgres":
                supervisor.start(server)
        supervisor.wait_ready()
        with supervisor.signals.interrupting():
            yield _settings(installation.variables())


def _settings(variables: dict[str, str]) -> Settings:
    return Settings.model_validate({name.removeprefix("PALABRE_").lower(): value for name, value in variables.items()})
