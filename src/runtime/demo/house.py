"""The two organisations of the demonstration: Palabre, which runs the platform, and Institut Lumière."""

from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from adapters.secrets.passwords import Argon2Passwords
from application.assistant.assistant import assistant_id
from application.operators import reserving
from application.sign_in import register_user
from domain.assistant.faq import AddFaq
from domain.assistant.hours import DAYS, Range
from domain.assistant.settings import DEFAULT_THRESHOLD, ConfigureAssistant
from domain.fact import SYSTEM, Context
from domain.tenancy.organisation import FoundOrganisation
from domain.tenancy.permissions import Role
from domain.tenancy.plan_changes import ChangePlan
from runtime.composition import House
from runtime.demo.customers import Provider
from runtime.demo.faq import FAQ

PALABRE = uuid5(NAMESPACE_URL, "https://palabre.demo")
INSTITUTE = uuid5(NAMESPACE_URL, "https://institut-lumiere.demo")

BUSINESS = (
    "Institut Lumière est un institut de beauté du Vieux Lyon, ouvert depuis 2012 : soins du visage et du corps,"
    " épilation, manucure, modelages. L'équipe compte sept praticiennes diplômées. On y vient sur rendez-vous, seul ou"
    " à deux ; la cabine double convient aux couples. Les enfants sont reçus à partir de douze ans, avec un"
    " parent. Les chiens attendent à l'accueil."
)
MANNER = "Vouvoiement, phrases courtes, un émoji au plus."
AWAY = "L'assistant de l'institut se repose. Votre message sera lu à l'ouverture, merci de votre patience 🌿"
AROUND_THE_CLOCK = tuple(Range(day=day, opens="00:00", closes="00:00") for day in DAYS)
"""The assistant of the demonstration answers whenever it is looked at."""

HANDOVER = (
    "Je transmets votre message à l'équipe de l'institut, qui vous répond dès que possible. Merci de patienter 🌿"
)


@dataclass(frozen=True, slots=True)
class Member:
    """A person who works in one of the two."""

    organisation_id: UUID
    email: str
    name: str
    role: Role

    @property
    def user_id(self) -> UUID:
        """Derived from the e-mail."""
        return uuid5(self.organisation_id, self.email)

    @property
    def first(self) -> str:
        """The first name."""
        return self.name.split()[0]


MANAGER = Member(INSTITUTE, "manager@institut-lumiere.demo", "Sophie Lambert", "admin")
AGENTS = (
    Member(INSTITUTE, "camille@institut-lumiere.demo", "Camille Roussel", "agent"),
    Member(INSTITUTE, "ines@institut-lumiere.demo", "Inès Benali", "agent"),
)
OPERATOR = Member(PALABRE, "operateur@palabre.demo", "Marc Delattre", "admin")
MEMBERS = (OPERATOR, MANAGER, *AGENTS)


@dataclass(frozen=True, slots=True)
class Line:
    """A number of the institute. The secrets are worth nothing outside the demonstration."""

    provider: Provider
    label: str
    settings: dict[str, str]
    secrets: dict[str, str]

    @property
    def channel_id(self) -> UUID:
        """One channel per provider."""
        return channel_of(self.provider)


LINES = (
    Line(
        provider="whatsapp_cloud",
        label="WhatsApp de l'institut",
        settings={"phone_number_id": "106540352242922", "waba_id": "102290129340398"},
        secrets={
            "access_token": "demo-access-token",
            "app_secret": "demo-app-secret",
            "verify_token": "demo-verify-token",
        },
    ),
    Line(
        provider="twilio",
        label="Boutique en ligne",
        settings={"account_sid": "*", "number": "whatsapp:+14155238886"},
        secrets={"auth_token": "demo-twilio-token"},
    ),
    Line(
        provider="simulator",
        label="Simulateur",
        settings={"endpoint": "demo"},
        secrets={"secret": "demo-simulator-secret"},
    ),
)


def channel_of(provider: Provider) -> UUID:
    """The channel of the institute at a provider."""
    return uuid5(INSTITUTE, f"channel:{provider}")


def faq_of(key: str) -> UUID:
    """The id of an entry of the FAQ."""
    return uuid5(INSTITUTE, f"faq:{key}")


def build(house: House, password: str, hands: Executor) -> None:
    """Everything but the conversations. Every member gets the same password."""
    found(house, PALABRE, "Palabre", operator=True)
    found(house, INSTITUTE, "Institut Lumière", operator=False)
    subscribe(house)
    registered = [hands.submit(register, house, member, password) for member in MEMBERS]
    teach(house)
    connect(house, LINES)
    for registration in registered:
        registration.result()


def found(house: House, organisation_id: UUID, name: str, *, operator: bool) -> None:
    """Open an organisation in Paris time."""
    house.bus.execute(
        Context(organisation_id, SYSTEM),
        *([reserving(organisation_id)] if operator else []),
        FoundOrganisation(
            organisation_id=organisation_id, organisation_name=name, time_zone="Europe/Paris", operator=operator
        ),
    )


def subscribe(house: House) -> None:
    """The institute has a plan that its team fits in."""
    house.bus.execute(Context(INSTITUTE, SYSTEM), ChangePlan(organisation_id=INSTITUTE, plan="professional"))


def register(house: House, member: Member, password: str) -> None:
    """Let a member sign in."""
    register_user(
        bus=house.bus,
        vault=house.vault,
        passwords=Argon2Passwords(),
        indexes=house.master_key,
        context=Context(member.organisation_id, SYSTEM),
        user_id=member.user_id,
        email=member.email,
        name=member.name,
        role=member.role,
        password=password,
    )


def teach(house: House) -> None:
    """The FAQ of the institute."""
    house.bus.execute(
        Context(INSTITUTE, SYSTEM),
        *(
            AddFaq(faq_id=faq_of(entry.key), question=entry.question, answer=entry.answer, variants=entry.variants)
            for entry in FAQ
        ),
    )


def connect(house: House, lines: Iterable[Line]) -> None:
    """The numbers of the institute."""
    for line in lines:
        house.channels.connect(
            Context(INSTITUTE, SYSTEM), line.channel_id, line.provider, line.label, line.settings, line.secrets
        )


def open_the_doors(house: House) -> None:
    """The last fact of the demonstration: once it is there, all the others are."""
    house.bus.execute(
        Context(INSTITUTE, SYSTEM),
        ConfigureAssistant(
            assistant_id=assistant_id(INSTITUTE),
            automatic=True,
            threshold=DEFAULT_THRESHOLD,
            handover=HANDOVER,
            business=BUSINESS,
            tone="warm",
            manner=MANNER,
            hours=AROUND_THE_CLOCK,
            away=AWAY,
        ),
    )


def are_open(house: House) -> bool:
    """Whether all was loaded before."""
    stream = (INSTITUTE, assistant_id(INSTITUTE))
    return bool(house.ledger.load([stream])[stream])
