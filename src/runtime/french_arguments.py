"""argparse, in French: its own help is English and cannot be told otherwise without compiled catalogues."""

import argparse
import re
from typing import Any, NoReturn

REFUSALS = (
    (r"the following arguments are required: (.+)", r"il manque : \1"),
    (r"unrecognized arguments: (.+)", r"argument inconnu : \1"),
    (r"argument (.+): expected (?:one|at least one) argument", r"\1 demande une valeur"),
    (r"argument (.+): invalid int value: (.+)", r"\1 demande un nombre entier, et non \2"),
    (r"argument (.+): invalid choice: (\S+) \(choose from (.+)\)", r"\1 ne connaît pas \2 ; choix possibles : \3"),
    (r"argument (.+): (demande .+)", r"\1 \2"),
)


class FrenchParser(argparse.ArgumentParser):
    def __init__(self, **options: Any) -> None:
        super().__init__(add_help=False, allow_abbrev=False, **options)
        self._positionals.title = "arguments"
        self.add_argument("-h", "--help", action="help", help="affiche cette aide")

    def error(self, message: str) -> NoReturn:
        for english, french in REFUSALS:
            message = re.sub(f"^{english}$", french, message)
        self.exit(2, f"{self.prog} : {message}\nAide : {self.prog} --help\n")
