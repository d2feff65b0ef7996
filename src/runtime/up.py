"""``palabre up``: everything that an installation needs, in one command that does not return until stopped."""

import os
import signal
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

from runtime import console, forked
from runtime.edge import rules_of
from runtime.embedded import ports
from runtime.home import Home, Running
from runtime.installation import Installation
from runtime.program import Program
from runtime.settings import Settings
from runtime.supervisor import Supervisor
from runtime.trouble import Trouble
from runtime.waiting import wait_until

USUAL_PORT = 8000
PROCESSES = {"projector": "Le projecteur", "worker": "L'expéditeur", "web": "Le serveur web"}
STAND_IN = {"stand-in": "Le fournisseur de démonstration"}
# Seconds. The worker finishes the calls it has begun, the web process the requests.
STOP_WITHIN = {"worker": 35.0, "web": 15.0}


@dataclass(frozen=True)
class Options:
    """What ``palabre up`` was asked. Without a port: 8000, or another that is free."""

    home: Path
    demo: bool = False
    port: int | None = None
    dsn: str | None = None
    redis_url: str | None = None


def up(options: Options) -> None:
    """Run an installation until SIGINT or SIGTERM. Raises Trouble when it cannot start."""
    check_language(Settings())
    check_mails(Settings())
    rules_of(Settings())
    home = Home.at(options.home)
    with home.held() as killed, Supervisor.at_work(home.logs) as supervisor:
        names = (STAND_IN if options.demo else {}) | PROCESSES
        installation = Installation.of(home, options.dsn, options.redis_url)
        home.keep_master_key()
        if killed:
            wait_for_end(killed)
        os.environ.update(web_variables(options.port))
        for server in installation.initialise():
            supervisor.start(server)
        os.environ.update(installation.variables())
        if options.demo:
            os.environ.update(demo_variables(home))
        if forked.is_possible():
            for name in names:  # while the servers start
                module_of(name)
        supervisor.wait_ready()
        sign_in = [] if supervisor.told_to_stop else fill(supervisor, Settings(), demo=options.demo)
        if not supervisor.told_to_stop:
            supervisor.start(*(process(name, label) for name, label in names.items()))
            supervisor.wait_ready()
        if not supervisor.told_to_stop:
            announce(home, Settings(), sign_in)
        supervisor.watch()


def check_language(settings: Settings) -> None:
    """Raise Trouble for a language model that cannot be, before anything has started."""
    if settings.model_vendor != "none":
        from runtime.language import model_of  # slow to import, and seldom asked for

        if model := model_of(settings):
            model.close()


def check_mails(settings: Settings) -> None:
    """Raise Trouble for a way of sending letters that cannot be, before anything has started."""
    if settings.smtp_url or settings.sendgrid_key or settings.sendgrid_key_file:
        from adapters.messaging.http import pooled  # slow to import, and not always asked for
        from runtime.mails import mails_of

        with pooled(settings.provider_timeout) as client:
            mails_of(settings, client)


def wait_for_end(killed: Running) -> None:
    """Let the processes of a run that was killed finish what they are doing, so that the port is free again."""
    port = urlsplit(killed.url).port or USUAL_PORT
    if not ports.is_free(port):
        console.progress("L'exécution précédente finit de s'arrêter…")
        wait_until(lambda: ports.is_free(port), within=STOP_WITHIN["web"])


def web_variables(port: int | None) -> dict[str, str]:
    """Where the web process listens, and the address that people use."""
    host = os.environ.get("PALABRE_HOST", "127.0.0.1")
    asked = port or int(os.environ.get("PALABRE_PORT") or 0)
    if asked and not ports.is_free(asked, host):
        raise Trouble(f"Le port {asked} est déjà pris, ou réservé : choisissez-en un autre avec --port.")
    chosen = asked or (USUAL_PORT if ports.is_free(USUAL_PORT, host) else ports.free_port())
    public = os.environ.get("PALABRE_PUBLIC_URL") or f"http://127.0.0.1:{chosen}"
    return {"PALABRE_HOST": host, "PALABRE_PORT": str(chosen), "PALABRE_PUBLIC_URL": public}


def demo_variables(home: Home) -> dict[str, str]:
    """The providers of the demonstration are one local process, whose port is kept with the home."""
    port = ports.remembered(home.ports, ["stand_in"])["stand_in"]
    return {
        "PALABRE_DEMO": "1",
        "PALABRE_STAND_IN_PORT": str(port),
        "PALABRE_TWILIO_BASE_URL": f"http://127.0.0.1:{port}/twilio/2010-04-01",
        "PALABRE_TWILIO_MESSAGING_BASE_URL": f"http://127.0.0.1:{port}/twilio/messaging/v2",
        "PALABRE_TWILIO_CONTENT_BASE_URL": f"http://127.0.0.1:{port}/twilio/v1",
        "PALABRE_WHATSAPP_CLOUD_BASE_URL": f"http://127.0.0.1:{port}/whatsapp-cloud/v23.0",
    }


def fill(supervisor: Supervisor, settings: Settings, *, demo: bool) -> list[str]:
    """Bring the databases up to date; with the demonstration, the lines that say how to sign in."""
    from runtime.migrate import migrate

    try:
        with supervisor.signals.interrupting():
            console.progress("La base se met à jour…")
            migrate(settings)
            return load_demo(settings) if demo else []
    except KeyboardInterrupt:
        return []


def load_demo(settings: Settings) -> list[str]:
    from runtime.demo import load

    console.progress("Les données de démonstration se chargent…")
    sign_in = load(settings)
    return [f"email: {sign_in.email}", f"password: {sign_in.password}"]


def process(name: str, label: str) -> Program:
    """One of our own processes, which says itself when it serves."""
    return Program(
        name=name,
        label=label,
        command=(sys.executable, "-m", "runtime", name),
        environment=dict(os.environ),
        run=lambda: module_of(name).run(Settings()),
        stop_signal=signal.SIGTERM,
        stop_within=STOP_WITHIN.get(name, 10.0),
    )


def module_of(name: str) -> ModuleType:
    """The module of one of our processes."""
    return import_module(f"runtime.processes.{name.replace('-', '_')}")


def announce(home: Home, settings: Settings, sign_in: list[str]) -> None:
    """Say that all is ready, to people and to the other commands."""
    url = f"http://127.0.0.1:{settings.port}"
    addresses = (settings.dsn, settings.keys_dsn, settings.redis_url, str(settings.key_file))
    home.tell(Running(os.getpid(), str(home.folder), *addresses, url, settings.public_url))
    for line in (f"ready {url}", *sign_in):
        console.answer(line)
    if settings.demo:
        from runtime.demo.house import OPERATOR

        console.progress(
            f"Qui exploite la plateforme : {OPERATOR.email}, même mot de passe, et un code de votre téléphone."
        )
