"""Keys and addresses of the services of others, as the settings give them, or a sentence that says what to mend."""

from pathlib import Path

import httpx

from runtime import masking
from runtime.trouble import Trouble


def key_of(name: str, variable: str, value: str, file: Path | None) -> str:
    """The key, which no log will show from now on; empty when none is given. `name` begins a sentence: « La clé … ».

    `variable` holds the key itself, the same with `_FILE` names its file. Raises `Trouble`.
    """
    if value and file:
        raise Trouble(f"{name} est donnée deux fois : gardez {variable}_FILE, ôtez {variable}.")
    key = (_read(name, f"{variable}_FILE", file) if file else value).strip()
    if not (key.isascii() and key.isprintable() and " " not in key):
        raise Trouble(f"{name} tient en une ligne, sans espace ni accent : corrigez {variable}_FILE.")
    masking.hide(key)
    return key


def address_of(variable: str, value: str) -> str:
    """The address, when it is one of the web without anything in it that is secret. Raises `Trouble`."""
    try:
        url = httpx.URL(value)
    except httpx.InvalidURL:
        url = httpx.URL()
    if url.scheme not in {"http", "https"} or not url.host or url.userinfo or url.query or url.fragment:
        raise Trouble(f"{variable} demande une adresse http ou https, sans identifiants ni paramètres.")
    return value


def _read(name: str, variable: str, file: Path) -> str:
    try:
        key = file.read_text("utf-8").strip()
    except (OSError, ValueError):
        raise Trouble(f"{name} ne peut pas être lue dans {file} : corrigez {variable}.") from None
    if not key:
        raise Trouble(f"{name} manque dans {file}, qui est vide : mettez-l'y ({variable}).")
    return key
