"""``palabre licence verify``: checks a licence file on any machine, without server, database or network."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from adapters.licence_files.verifier import Code, Verdict, verify
from runtime import console

MISUSE = 2
SENTENCES: dict[Code, str] = {
    "VALID": "Licence valable.",
    "GRACE": "Licence échue, dans son délai de grâce : elle reste utilisable.",
    "EXPIRED": "Licence expirée.",
    "SUSPENDED": "Licence suspendue.",
    "REVOKED": "Licence révoquée.",
    "HWID_MISMATCH": "Cette licence est pour une autre machine.",
    "CLOCK_BEHIND": "L'horloge de cette machine retarde : ce fichier n'est pas encore fait. Réglez-la, puis réessayez.",
    "SIGNATURE_INVALID": "La signature n'est pas celle de cette clé : le fichier a été modifié, ou vient d'un autre.",
    "FILE_INVALID": "Ce n'est pas un fichier de licence entier. Téléchargez-le à nouveau.",
}
SHOWN = {
    "organisation": "Vendeur",
    "key": "Clé",
    "plan": "Formule",
    "expires_at": "Échéance",
    "grace_ends_at": "Fin du délai de grâce",
    "issued_at": "Fichier fait le",
    "position": "Position dans le registre",
}


def check(file: Path, public_key: str, hwid: str | None, at: str | None) -> None:
    """Tell the verdict, and leave: with 0 when it is good, 1 when it is not, 2 when what was asked makes no sense."""
    try:
        content = file.read_bytes()
    except OSError as error:
        _misuse(f"{file} ne peut être lu ({error.strerror}).")
    try:
        moment = _instant(at)
    except ValueError:
        _misuse(f"--at ne comprend pas « {at} » : donnez une date comme 2026-01-31 ou 2026-01-31T12:00:00+01:00.")
    try:
        verdict = verify(content, public_key, hwid=hwid, at=moment)
    except ValueError:
        _misuse("--public-key n'est pas une clé publique : copiez celle que donne Palabre, 44 caractères.")
    console.answer(told(verdict))
    sys.exit(0 if verdict.valid else 1)


def told(verdict: Verdict) -> str:
    """The verdict in words."""
    lines = [f"{SENTENCES[verdict.code]} ({verdict.code})"]
    if verdict.licence is not None:
        lines += [f"{label} : {verdict.licence[name]}" for name, label in SHOWN.items()]
    return "\n".join(lines)


def _instant(text: str | None) -> datetime:
    """The instant, of UTC when it names no zone."""
    if text is None:
        return datetime.now(UTC)
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _misuse(sentence: str) -> NoReturn:
    console.complain(f"palabre licence verify : {sentence}")
    sys.exit(MISUSE)
