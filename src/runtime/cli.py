"""The command line: ``palabre COMMAND``. Each command imports what it runs, when it runs."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from runtime import console
from runtime.french_arguments import FrenchParser
from runtime.home import Home, default_folder
from runtime.trouble import Trouble

DESCRIPTION = "Palabre : conversations, licences et services sur WhatsApp."
EPILOG = "Pour commencer : palabre up --demo"
PROCESSES = {
    "web": "sert l'API et le tableau de bord",
    "projector": "tient les modèles de lecture à jour",
    "worker": "envoie les messages et appelle les fournisseurs",
    "stand-in": "joue les fournisseurs, pour la démonstration",
}

Run = Callable[[argparse.Namespace], None]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command. What goes wrong is told in a sentence, with exit code 1."""
    options = parser().parse_args(arguments)
    try:
        options.run(options)
    except Trouble as trouble:
        console.complain(f"palabre : {trouble}")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def parser() -> FrenchParser:
    top = FrenchParser(prog="palabre", description=DESCRIPTION, epilog=EPILOG)
    commands = top.add_subparsers(title="commandes", metavar="COMMANDE", required=True)

    def add(name: str, run: Run, does: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=does, description=f"palabre {name} : {does}.")
        command.set_defaults(run=run)
        return command

    _up_options(add("up", _up, "démarre tout ce qu'il faut, et s'arrête par Ctrl-C"))
    for name, does in PROCESSES.items():
        add(name, _process, does).set_defaults(process=name)
    _home_option(add("migrate", _migrate, "crée ce qui manque dans la base et la met à jour"))
    _home_option(add("demo", _demo, "charge les données de démonstration"))
    operator = add("operator", _operator, "crée l'organisation qui exploite la plateforme, et invite qui la dirige")
    operator.add_argument("--name", required=True, metavar="NOM", help="le nom de l'organisation")
    operator.add_argument("--email", required=True, metavar="ADRESSE", help="l'adresse du premier super-administrateur")
    operator.add_argument("--person", required=True, metavar="PERSONNE", help="son nom")
    _home_option(operator)
    add("model", _model, "pose une question au modèle de langage et dit ce qui marche")
    rebuild = add("rebuild", _rebuild, "reconstruit des modèles de lecture à partir du registre")
    rebuild.add_argument("names", nargs="*", metavar="NOM", help="ceux à reconstruire (tous par défaut)")
    _home_option(rebuild)
    skip = add("skip", _skip, "ordonne à un modèle de lecture de passer un fait, et garde la raison")
    skip.add_argument("name", metavar="NOM", help="le modèle de lecture")
    skip.add_argument("position", type=int, metavar="POSITION", help="la position du fait, que dit l'erreur")
    skip.add_argument("--reason", required=True, metavar="RAISON", help="pourquoi, pour qui lira l'ordre plus tard")
    _home_option(skip)
    _licence_options(add("licence", _licence, "contrôle un fichier de licence, sans serveur ni réseau"))
    add("openapi", _openapi, "écrit la description OpenAPI de l'API")
    backup = add("backup", _backup, "écrit une sauvegarde chiffrée dans un dossier neuf")
    restore = add("restore", _restore, "remet une sauvegarde dans une installation vide")
    for command in (backup, restore):
        command.add_argument("folder", type=Path, metavar="DOSSIER", help="le dossier de la sauvegarde")
        command.add_argument("--passphrase-file", type=Path, metavar="FICHIER", help="fichier de la phrase secrète")
        _home_option(command)
        command.add_argument("--dsn", help="adresse de la base, sinon celle du dossier")
    return top


def _up_options(up: argparse.ArgumentParser) -> None:
    _home_option(up)
    up.add_argument("--demo", action="store_true", help="avec des données et des fournisseurs de démonstration")
    up.add_argument("--port", type=int, metavar="N", help="port du serveur web (8000, ou un autre s'il est pris)")
    up.add_argument("--dsn", help="adresse d'un PostgreSQL à utiliser au lieu de celui qui est fourni")
    up.add_argument("--redis-url", metavar="URL", help="adresse d'un Redis ou Valkey à utiliser de même")


def _licence_options(licence: argparse.ArgumentParser) -> None:
    licence.add_argument("act", choices=["verify"], metavar="ACTE", help="verify : dit si le fichier est valable")
    licence.add_argument("file", type=Path, metavar="FICHIER", help="le fichier license.key")
    licence.add_argument("--public-key", required=True, metavar="CLÉ", help="la clé publique du vendeur")
    licence.add_argument("--hwid", metavar="MACHINE", help="l'identifiant de la machine, pour le contrôler aussi")
    licence.add_argument("--at", metavar="DATE", help="à quel instant, maintenant par défaut")


def _home_option(command: argparse.ArgumentParser) -> None:
    folder = default_folder()
    command.add_argument(
        "--home", type=_folder, default=folder, metavar="DOSSIER", help=f"dossier des données ({folder} par défaut)"
    )


def _folder(text: str) -> Path:
    """An empty text would be the current folder, which nobody means."""
    if not text:
        raise argparse.ArgumentTypeError("demande un dossier")
    return Path(text)


def _up(options: argparse.Namespace) -> None:
    from runtime.up import Options, up

    up(Options(options.home, options.demo, options.port, options.dsn, options.redis_url))


def _process(options: argparse.Namespace) -> None:
    from runtime.settings import Settings

    module = import_module(f"runtime.processes.{options.process.replace('-', '_')}")
    module.run(Settings())


def _migrate(options: argparse.Namespace) -> None:
    from runtime.migrate import migrate
    from runtime.settings import Settings

    _find_running(options.home)
    migrate(Settings())
    console.answer("La base est à jour.")


def _demo(options: argparse.Namespace) -> None:
    from runtime.demo import load
    from runtime.settings import Settings

    _find_running(options.home)
    sign_in = load(Settings())
    console.answer(f"email: {sign_in.email}\npassword: {sign_in.password}")


def _operator(options: argparse.Namespace) -> None:
    from runtime.operator import found
    from runtime.settings import Settings

    _find_running(options.home)
    link = found(Settings(), options.name, options.email, options.person)
    console.answer(f"L'organisation « {options.name.strip()} » est créée.")
    if link is None:
        console.answer(f"L'invitation part vers {options.email.strip()} : son lien est bon sept jours.")
    else:
        console.answer(
            f"Sans serveur de courriel, donnez vous-même ce lien à {options.person.strip()}, bon sept jours :"
        )
        console.answer(link)


def _model(options: argparse.Namespace) -> None:
    from runtime import observability
    from runtime.model_check import check
    from runtime.settings import Settings

    settings = Settings()
    observability.start(settings, "model")
    console.answer(check(settings))


def _rebuild(options: argparse.Namespace) -> None:
    from runtime.rebuild import rebuild
    from runtime.settings import Settings

    _find_running(options.home)
    try:
        rebuild(Settings(), options.names)
    except KeyError as error:
        raise Trouble(f"Il n'y a pas de modèle de lecture nommé {error}.") from None
    console.answer("La reconstruction est demandée : elle se fait en arrière-plan.")


def _skip(options: argparse.Namespace) -> None:
    from runtime.settings import Settings
    from runtime.skip import skip

    _find_running(options.home)
    try:
        skip(Settings(), options.name, options.position, options.reason)
    except KeyError as error:
        raise Trouble(f"Il n'y a pas de modèle de lecture nommé {error}.") from None
    console.answer("L'ordre est gardé : le fait sera passé.")


def _licence(options: argparse.Namespace) -> None:
    from runtime.licence_check import check

    check(options.file, options.public_key, options.hwid, options.at)


def _openapi(options: argparse.Namespace) -> None:
    from runtime.document import document

    console.answer(json.dumps(document(), ensure_ascii=False, indent=1))


def _backup(options: argparse.Namespace) -> None:
    from runtime.backup.make import backup

    backup(options.folder, Home.at(options.home), options.dsn, options.passphrase_file)


def _restore(options: argparse.Namespace) -> None:
    from runtime.backup.bring_back import restore

    restore(options.folder, Home.at(options.home), options.dsn, options.passphrase_file)


def _find_running(folder: Path) -> None:
    """Use the installation that runs in this home, unless the environment says which one to use."""
    if "PALABRE_DSN" not in os.environ and (running := Home.at(folder).running()):
        os.environ.update(running.variables())
