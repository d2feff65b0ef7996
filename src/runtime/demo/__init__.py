"""The demonstration: an institute, its team, and a month of conversations, its licences, as facts like any others."""

import secrets
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from domain.refusal import Refused
from runtime import secret_files
from runtime.composition import House, open_house
from runtime.demo.house import INSTITUTE, MANAGER, are_open, build, open_the_doors
from runtime.demo.licences import sell
from runtime.demo.plan import Dialogue, plan
from runtime.demo.telling import Telling
from runtime.settings import Settings
from runtime.trouble import Trouble

HANDS = 8  # customers at once: their saves are committed together


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    """How to sign in as the manager."""

    email: str
    password: str


def load(settings: Settings) -> DemoSignIn:
    """Load what is missing of the demonstration; nothing the second time. The databases are migrated. Raises Trouble
    where another organisation runs the platform."""
    with open_house(settings) as house:
        password = _password(house)
        if not are_open(house):
            try:
                with ThreadPoolExecutor(HANDS) as hands:
                    build(house, password, hands)
                    sell(house)
                    _tell(house, hands)
            except Refused as refused:
                raise Trouble(f"{refused.sentence} La démonstration veut un autre dossier : --home.") from None
            open_the_doors(house)
    return DemoSignIn(MANAGER.email, password)


def _tell(house: House, hands: Executor) -> None:
    list(hands.map(partial(_tell_in_order, house), plan(house.clock.now())))


def _tell_in_order(house: House, dialogues: list[Dialogue]) -> None:
    for dialogue in dialogues:
        Telling(house, dialogue).tell()


def _password(house: House) -> str:
    """Drawn the first time. The vault has it too, so that the file may be lost."""
    file = house.settings.home / "demo-password"
    drawn = secret_files.kept(file, lambda: secrets.token_urlsafe(9))
    house.vault.put(INSTITUTE, "demo-password", 1, {"password": drawn})  # the first one stays
    password = house.vault.get(INSTITUTE, "demo-password", 1)["password"]
    if password != drawn:
        secret_files.write(file, password)
    return password
