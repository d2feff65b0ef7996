"""`palabre operator`: whoever installs Palabre founds the organisation that runs it, once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from uuid import UUID, uuid4

import pytest

from adapters.postgres.pools import organisation_session
from adapters.secrets.passwords import Argon2Passwords
from application.invitations import Invitations
from application.operators import Operators
from application.places import Team
from application.sessions import Visit
from domain.refusal import Refused
from domain.tenancy.organisation import OrganisationFounded
from runtime.cli import main
from runtime.demo.house import INSTITUTE, PALABRE, Member, found, register
from tests.drive import Drive, driving
from tests.servers import Servers

CHOSEN = "un cheval correct agrafé"
PAUL = ("--email", "paul@exemple.fr", "--person", "Paul Directeur")


@pytest.fixture
def drive(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drive]:
    """An installation that is empty."""
    with servers.fresh(tmp_path_factory.mktemp("operator") / "home") as settings, driving(settings) as drive:
        yield drive


@pytest.fixture(autouse=True)
def environment(drive: Drive, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a server tells each command."""
    settings = drive.house.settings
    told = {
        "HOME": settings.home,
        "DSN": settings.dsn,
        "KEYS_DSN": settings.keys_dsn,
        "REDIS_URL": settings.redis_url,
        "MASTER_KEY_FILE": settings.key_file,
        "ROLE_PREFIX": settings.role_prefix,
        "PUBLIC_URL": "https://palabre.exemple",
    }
    for name, value in told.items():
        monkeypatch.setenv(f"PALABRE_{name}", str(value))


def operators(drive: Drive) -> list[UUID]:
    """The organisations that run the platform."""
    facts = drive.house.ledger.page(0, 1000, {"tenancy.OrganisationFounded"})
    events = [fact.event for fact in facts]
    return [one.organisation_id for one in events if isinstance(one, OrganisationFounded) and one.operator]


def invitations(drive: Drive) -> Invitations:
    house = drive.house
    team = Team(house.bus, house.ledger, house.clock, partial(organisation_session, house.app_pool))
    parts = house.bus, house.ledger, house.vault, Argon2Passwords(), house.master_key, house.tokens, house.clock
    return Invitations(*parts, team)


def test_it_is_founded_and_run_by_who_opens_the_link(drive: Drive, capsys: pytest.CaptureFixture[str]) -> None:
    main(["operator", "--name", " Palabre ", *PAUL])
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "L'organisation « Palabre » est créée."
    assert "donnez vous-même ce lien à Paul Directeur" in said[1]
    page, token = said[2].split("#")
    assert page == "https://palabre.exemple/rejoindre"
    paul = invitations(drive).accept(token, "Paul Directeur", CHOSEN, Visit(uuid4(), None, None))
    assert (paul.role, [paul.organisation_id]) == ("super_admin", operators(drive))


def test_the_letter_has_the_same_link(drive: Drive, capsys: pytest.CaptureFixture[str]) -> None:
    main(["operator", "--name", "Palabre", *PAUL])
    token = capsys.readouterr().out.splitlines()[2].split("#")[1]
    drive.run()
    (letter,) = drive.house.mailbox.kept(operators(drive)[0]).data
    assert token in letter.text


def test_with_a_mail_server_the_letter_is_the_only_way_in(
    drive: Drive, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PALABRE_SMTP_URL", "smtp://127.0.0.1:25?tls=never")
    main(["operator", "--name", "Palabre", *PAUL])
    said = capsys.readouterr().out
    assert "L'invitation part vers paul@exemple.fr" in said and "rejoindre" not in said


def test_there_is_one_and_no_other(drive: Drive, capsys: pytest.CaptureFixture[str]) -> None:
    main(["operator", "--name", "Palabre", *PAUL])
    token = capsys.readouterr().out.splitlines()[2].split("#")[1]
    invitations(drive).accept(token, "Paul Directeur", CHOSEN, Visit(uuid4(), None, None))
    with pytest.raises(SystemExit, match="1"):
        main(["operator", "--name", "Autre", "--email", "lea@exemple.fr", "--person", "Léa"])
    assert "Une organisation exploite déjà cette plateforme" in capsys.readouterr().err
    assert len(operators(drive)) == 1


def test_a_link_that_was_lost_is_replaced_while_nobody_has_come(
    drive: Drive, capsys: pytest.CaptureFixture[str]
) -> None:
    links = []
    for _ in range(3):
        main(["operator", "--name", "Palabre", *PAUL])
        links.append(capsys.readouterr().out.splitlines()[2].split("#")[1])
    for lost in links[:2]:
        with pytest.raises(Refused, match="INVITATION_OVER"):
            invitations(drive).accept(lost, "Paul Directeur", CHOSEN, Visit(uuid4(), None, None))
    paul = invitations(drive).accept(links[2], "Paul Directeur", CHOSEN, Visit(uuid4(), None, None))
    assert [paul.organisation_id] == operators(drive)


def test_two_at_once_give_one(drive: Drive) -> None:
    house, start = drive.house, Barrier(4)

    def ask(number: int) -> str:
        start.wait()
        try:
            asked = Operators(house.bus, house.master_key, house.clock)
            asked.found(uuid4(), "Palabre", f"paul{number}@exemple.fr", "Paul")
        except Refused as refused:
            return refused.code
        return "founded"

    with ThreadPoolExecutor(4) as threads:
        said = sorted(threads.map(ask, range(4)))
    assert "founded" in said and set(said) <= {"OPERATOR_TAKEN", "founded"}
    assert len(operators(drive)) == 1
    withdrawn = list(house.ledger.page(0, 1000, {"tenancy.InvitationWithdrawn"}))
    invited = list(house.ledger.page(0, 1000, {"tenancy.MemberInvited"}))
    assert len(invited) - len(withdrawn) == 1, "one link is good"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--name", " ", *PAUL), "Donnez un nom de 1 à 120 caractères."),
        (("--name", "Palabre", "--email", "personne", "--person", "Paul"), "adresse"),
        (("--name", "Palabre", "--email", "paul@exemple.fr", "--person", " "), "nom"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_founded(
    drive: Drive, arguments: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="1"):
        main(["operator", *arguments])
    assert sentence in capsys.readouterr().err
    assert operators(drive) == []


def test_the_address_of_a_member_of_another_is_refused(drive: Drive, capsys: pytest.CaptureFixture[str]) -> None:
    found(drive.house, INSTITUTE, "Institut", operator=False)
    register(drive.house, Member(INSTITUTE, "paul@exemple.fr", "Paul", "admin"), CHOSEN)
    with pytest.raises(SystemExit, match="1"):
        main(["operator", "--name", "Palabre", *PAUL])
    assert "Cette adresse e-mail est déjà utilisée." in capsys.readouterr().err
    assert operators(drive) == []


def test_a_demonstration_has_its_own(drive: Drive, capsys: pytest.CaptureFixture[str]) -> None:
    found(drive.house, PALABRE, "Palabre", operator=True)
    with pytest.raises(SystemExit, match="1"):
        main(["operator", "--name", "Autre", *PAUL])
    assert "exploite déjà" in capsys.readouterr().err


def test_a_demonstration_does_not_come_where_another_is(drive: Drive, capsys: pytest.CaptureFixture[str]) -> None:
    main(["operator", "--name", "Autre", *PAUL])
    with pytest.raises(SystemExit, match="1"):
        main(["demo", "--home", str(drive.house.settings.home)])
    assert "La démonstration veut un autre dossier" in capsys.readouterr().err
