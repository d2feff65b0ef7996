"""The files of licences: downloaded, sent again, and what they are checked with."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.asking import Caller, Reader, acts, made_of, reads
from api.problems import answers
from api.schemas import Done, IdempotencyKey
from application.licence_files import FILE_NAME, MIME_TYPE
from domain.licensing.licence_commands import SendLicence

router = APIRouter(prefix="/api", tags=["Licences"])

A_FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": f"Le fichier `{FILE_NAME}`.",
        "content": {MIME_TYPE: {"schema": {"type": "string", "format": "binary"}}},
    }
}


class PublicKeyView(BaseModel):
    """De quoi vérifier les fichiers de l'organisation. À mettre dans le logiciel, une fois pour toutes."""

    algorithm: Literal["Ed25519"] = "Ed25519"
    key_id: str = Field(description="Le nom de la clé dans les fichiers (`signed_by`).")
    public_key: str = Field(description="Ses 32 octets, en base64.")


def as_file(content: bytes) -> Response:
    """The answer that is downloaded as `license.key`."""
    disposition = f'attachment; filename="{FILE_NAME}"'
    return Response(content, media_type=MIME_TYPE, headers={"Content-Disposition": disposition})


@router.get("/licence-files/public-key", summary="La clé publique des fichiers de licence")
def show_public_key(reader: Annotated[Reader, reads("licences.read")]) -> PublicKeyView:
    """Celle de l'organisation. Elle ne change jamais, et n'est pas un secret."""
    key = reader.services.licence_files.public_key(reader.who.organisation_id)
    return PublicKeyView(key_id=key.key_id, public_key=key.text)


@router.get(
    "/licences/{licence_id}/file",
    summary="Télécharger le fichier d'une licence",
    response_class=Response,
    responses=answers(409, 410) | A_FILE,
)
def fetch_licence_file(licence_id: UUID, reader: Annotated[Reader, reads("licences.read")]) -> Response:
    """Le fichier `license.key`, signé, tel que la licence est maintenant."""
    return as_file(reader.services.licence_files.of(reader.who.organisation_id, licence_id))


@router.post("/licences/{licence_id}/send", summary="Envoyer à nouveau une licence")
def send_licence(
    licence_id: UUID, caller: Annotated[Caller, acts("licences.update")], idempotency_key: IdempotencyKey
) -> Done:
    """Le client reçoit un nouveau courriel, avec la clé et le fichier. La même clé d'idempotence n'en envoie qu'un."""
    who = caller.who
    act_id = made_of(who.organisation_id, who.user_id, f"send-licence:{licence_id}", idempotency_key)
    return caller.execute(SendLicence(licence_id=licence_id, at=caller.services.clock.now(), act_id=act_id))
