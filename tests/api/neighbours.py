"""Organisations that share an installation, each with a mark in all that it says, and what happens to them.

Whatever an organisation is told, the mark, the numbers and the ids of the other are nowhere in it.
"""

import base64
import itertools
import re
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import psycopg

from adapters.messaging.simulator import bodies
from application.ports.messaging import Identifier, InboundMessage, SendUncertain
from domain.conversations.content import Content, Media, Text
from tests.api.stage import Person, Response, Stage, Team

SAID_BY_BOTH = ("Bonjour, quels sont vos horaires ?", "Je voudrais parler à quelqu'un", "Avez-vous un parking ?")
"""What customers of both say: a search finds it in either."""
CUSTOMER_OF_BOTH = "+33639989999"
SHAPE_OF_AN_ID = re.compile(rb"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", re.IGNORECASE)
SHAPE_OF_A_CURSOR = re.compile(rb'"next_cursor":"([\w-]+)"')
ROLES = ("admin", "agent", "viewer")

_numbers = itertools.count(1)


class Neighbour:
    """An organisation whose every text holds `mark`, and a word of its own. `n` chooses among what there is."""

    def __init__(self, stage: Stage) -> None:
        self.mark = uuid4().hex[:12]
        self.word = f"zinc{''.join(chr(97 + int(digit, 16)) for digit in self.mark[:8])}"  # no digit: one lexeme
        self.stage = stage
        self.team = Team(stage, stage.team(self.says("Institut")).organisation_id, endpoint=f"line-{self.mark}")
        self.phones = [f"+3363998{next(_numbers):04}" for _ in range(2)]
        for role in ROLES:
            self.team._people[role] = self.team.hire(
                role, email=f"{role}.{self.mark}@example.org", name=self.says(role)
            )
        self.channels = [str(self.team.channel_id)]
        self.line = stage.drive.channel(self.organisation_id, f"line-{self.mark}-2")
        self.channels.append(str(self.line))
        self.licences: list[str] = []

    @property
    def organisation_id(self) -> UUID:
        return self.team.organisation_id

    @property
    def person(self) -> Person:
        """Who may do all, and reads."""
        return self.team.person("admin")

    @property
    def agent(self) -> Person:
        return self.team.person("agent")

    def says(self, text: str) -> str:
        """The text, with what tells whose it is."""
        return f"{text} {self.word} {self.mark}"

    def open(self) -> None:
        """Something of each kind."""
        self.is_configured(1)
        self.learns(0)
        self.synchronises(0)
        self.catches_up()
        for n in range(3):
            self.writes(n)
        self.sends_a_photo(0)
        self.is_uncertain(0)
        self.is_asked_for(0)
        self.is_given(0)
        self.replays(0)
        self.is_away(0)
        self.invites(0)
        self.gives_a_key(0)
        self.imports(0)
        self.sells(0)

    # what happens

    def catches_up(self, n: int = 0) -> None:
        """What follows from all that was said and asked, in either organisation, comes to pass."""
        self.stage.run()

    def writes(self, n: int) -> None:
        """A customer writes, who may be one of the other organisation too."""
        self._arrives(n, Text(body=self.says(SAID_BY_BOTH[n % 3])))

    def sends_a_photo(self, n: int) -> None:
        """A customer sends a file."""
        content = base64.b64encode(self.says("photo").encode()).decode()
        reference = f"data:image/png;base64,{content}"
        media = Media(media="image", mime_type="image/png", reference=reference, filename=self.says("photo"))
        self._arrives(n, media)

    def is_uncertain(self, n: int) -> None:
        """An answer leaves, and nobody knows whether it arrived."""
        drive = self.stage.drive
        drive.provider.answers = [SendUncertain()]
        who = Identifier("phone", self._phone(n))
        text = Text(body=self.says("Avez-vous des lamas ?"))
        drive.arrive(
            self.organisation_id,
            self.line,
            InboundMessage(uuid4().hex, [who], drive.house.clock.now(), text, self.says("Ada")),
        )
        self.stage.run()
        drive.provider.answers = []

    def answers(self, n: int) -> None:
        """A person answers."""
        self._does(n, "messages", {"text": self.says("Nous sommes ouverts.")}, Idempotency_Key=uuid4().hex)

    def is_given(self, n: int) -> None:
        """A conversation is somebody's."""
        person = self.team.person(ROLES[n % 2])
        self._does(n, "assign", {"user_id": str(person.user_id)})

    def is_asked_for(self, n: int) -> None:
        """Somebody is asked for."""
        self._does(n, "hand-over", {"reason": "asked", "user_id": str(self.person.user_id)})

    def decides(self, n: int) -> None:
        """A person does something else with a conversation."""
        verbs = ("take-over", "hand-back", "mute", "unmute", "resolve", "close", "reopen", "unassign", "unsnooze")
        self._does(n, verbs[n % len(verbs)])

    def snoozes(self, n: int) -> None:
        """A conversation is put off."""
        self._does(n, "snooze", {"until": "2027-06-01T09:00:00+02:00"})

    def learns(self, n: int) -> None:
        """The FAQ grows, by a question that both may have."""
        entry = {
            "question": self.says(SAID_BY_BOTH[n % 3]),
            "answer": self.says("Oui."),
            "variants": [self.says("Ou ?")],
        }
        self._asks("POST", "/api/faqs", entry)

    def changes_its_mind(self, n: int) -> None:
        """An entry of the FAQ is said otherwise, or goes."""
        for faq_id in self._some("faq_id", n):
            entry = {"question": self.says("Et le soir ?"), "answer": self.says("Non.")}
            self._asks("DELETE" if n % 3 == 0 else "PUT", f"/api/faqs/{faq_id}", None if n % 3 == 0 else entry)

    def connects(self, n: int) -> None:
        """Another line."""
        settings = {"endpoint": f"line-{self.mark}-{uuid4().hex[:6]}"}
        body = {"provider": "simulator", "label": self.says("Ligne"), "settings": settings, "secrets": {"secret": "x"}}
        made = self._asks("POST", "/api/channels", body)
        if made.is_success:
            self.channels.append(made.json()["channel_id"])

    def manages_a_line(self, n: int) -> None:
        """A line is called otherwise, stopped, let go on."""
        line = self.channels[n % len(self.channels)]
        verb = ("rename", "suspend", "resume", "check")[n % 4]
        body = {"rename": {"label": self.says("Accueil")}, "suspend": {"reason": self.says("Panne")}}.get(verb)
        self._asks("POST", f"/api/channels/{line}/{verb}", body)

    def synchronises(self, n: int) -> None:
        """The templates are read."""
        self._asks("POST", f"/api/channels/{self.team.channel_id}/templates/synchronise")

    def sends_a_template(self, n: int) -> None:
        """A template leaves, by the line of the conversation."""
        for conversation_id in self._some("conversation_id", n):
            line = self.person.get(f"/api/conversations/{conversation_id}").json()["channel_id"]
            found = self.person.get("/api/templates", search="rappel", channel_id=line).json()["data"]
            for template in found[:1]:
                variables = {"prenom": self.says("Awa"), "jour": self.says("mardi"), "heure": "15 h"}
                body = {"template_id": template["template_id"], "variables": variables}
                path = f"/api/conversations/{conversation_id}/templates"
                self._asks("POST", path, body, Idempotency_Key=uuid4().hex)

    def erases(self, n: int) -> None:
        """A customer is forgotten; not all of them."""
        for contact_id in self._some("contact_id", n)[: n % 2]:
            self._asks("POST", f"/api/contacts/{contact_id}/erase", {"confirm": "SUPPRIMER"})

    def withdraws(self, n: int) -> None:
        """A customer wants no more of it."""
        for contact_id in self._some("contact_id", n):
            self._asks("POST", f"/api/contacts/{contact_id}/withdraw-consent", {"reason": self.says("Au téléphone.")})

    def replays(self, n: int) -> None:
        """What came is read again."""
        self._asks("POST", "/api/supervision/webhooks/replay", {"state": "all"})

    def is_configured(self, n: int) -> None:
        """The assistant is told of the house."""
        texts = {field: self.says(field) for field in ("handover", "business", "manner", "away", "signature")}
        rest = {"automatic": n % 4 != 0, "threshold": 0.5, "tone": "warm", "hours": [], "model_allowed": False}
        self._asks("PUT", "/api/assistant", texts | rest)

    def settles(self, n: int) -> None:
        """A person says what became of a send."""
        for send in self.person.get("/api/supervision/uncertain").json()["data"][:1]:
            body = {"outcome": ("sent", "not_sent", "send_again")[n % 3], "reason": self.says("Vu.")}
            self._asks("POST", f"/api/messages/{send['message_id']}/settle", body)

    def invites(self, n: int) -> None:
        """Somebody else is to join."""
        body = {"email": f"{uuid4().hex}.{self.mark}@example.org", "name": self.says("Zoé"), "role": "agent"}
        self._asks("POST", "/api/invitations", body, Idempotency_Key=uuid4().hex)

    def imports(self, n: int) -> None:
        """Licences come from a file; a row of it is none. The first import is taken back, or others are."""
        sheet = f"email,hwid,plan,notes\na{n}.{self.mark}@example.org,HW-{self.mark}-{n},premium,{self.says('Note')}\n"
        answer = self.person.request(
            "POST",
            "/api/licences/imports",
            content=f"{sheet}{self.says('personne')},HW,premium,\n".encode(),
            params={"file_name": self.says("clients")},
            headers={"Idempotency-Key": uuid4().hex},
        )
        assert answer.status_code == 200, answer.text
        self._asks("POST", f"/api/licences/imports/{answer.json()['batch_id']}/run")
        if n % 3 == 2:
            self._asks("POST", f"/api/licences/imports/{self._listed('/api/licences/batches')[0]['batch_id']}/undo")

    def sells(self, n: int) -> None:
        """A licence is sold."""
        body = {
            "email": f"{('awa', 'zelie')[n % 2]}.{self.mark}@example.org",
            "hwid": self.says(f"HW-{uuid4().hex}"),
            "plan": ("starter", "premium")[n % 2],
            "payment_method": "stripe",
            "notes": self.says("Salon"),
        }
        self._asks("POST", "/api/licences", body, Idempotency_Key=uuid4().hex)

    def changes_a_licence(self, n: int) -> None:
        """A licence is prolonged, changed, suspended, given back, moved or ended."""
        verb, body = (
            ("extend", {"days": 7, "reason": self.says("Geste")}),
            ("change-plan", {"plan": "enterprise"}),
            ("suspend", {"reason": self.says("Impayé")}),
            ("reinstate", None),
            ("transfer", {"hwid": self.says(f"HW-{uuid4().hex}")}),
            ("revoke", {"confirm": "REVOQUER", "reason": "other", "note": self.says("Volée")}),
        )[n % 6]
        for licence_id in self._some("licence_id", n):
            self._asks("POST", f"/api/licences/{licence_id}/{verb}", body, Idempotency_Key=uuid4().hex)

    def is_visited(self, n: int) -> None:
        """Somebody of the platform comes in."""
        self.team.is_visited()

    def gives_a_key(self, n: int) -> None:
        """A program may call."""
        body = {"name": self.says("Boutique"), "scopes": ["contacts.read"]}
        made = self._asks("POST", "/api/keys", body, Idempotency_Key=uuid4().hex)
        if made.is_success:
            headers = {"Authorization": f"Bearer {made.json()['key']}"}
            assert self.stage.client.request("GET", "/api/contacts", headers=headers).is_success

    def is_away(self, n: int) -> None:
        """Two minutes go by, and members get mail."""
        self.stage.drive.make_due()
        self.stage.run()

    def is_stuck(self, n: int) -> None:
        """Something that is to be done fails for good."""
        with self.stage.drive.house.pool.connection() as connection:
            connection.execute(
                "UPDATE outbox.effects SET state = 'parked', last_error = 'ValueError' WHERE id ="
                " (SELECT id FROM outbox.effects WHERE organisation_id = %s AND state = 'pending' LIMIT 1)",
                [self.organisation_id],
            )

    # what there is

    def things(self) -> dict[str, list[str]]:
        """The ids of each kind that the organisation is shown, by the name that paths give them."""
        conversations = self._listed("/api/conversations")
        messages = [
            one["message_id"]
            for line in conversations
            for one in self._listed(f"/api/conversations/{line['conversation_id']}/messages")
        ]
        told = [one for role in ROLES for one in self._listed("/api/notifications", self.team.person(role))]
        return {
            "conversation_id": [one["conversation_id"] for one in conversations],
            "contact_id": [one["contact_id"] for one in conversations],
            "message_id": messages,
            "channel_id": self.channels,
            "faq_id": [one["faq_id"] for one in self._listed("/api/faqs")],
            "batch_id": [one["batch_id"] for one in self._listed("/api/licences/batches")],
            "licence_id": [one["licence_id"] for one in self._listed("/api/licences")],
            "template_id": [one["template_id"] for one in self._listed("/api/templates")],
            "notification_id": [one["notification_id"] for one in told],
            "webhook_id": [str(one["id"]) for one in self._listed("/api/supervision/webhooks")],
            "user_id": [str(self.team.person(role).user_id) for role in ROLES],
            "visit_id": [one["visit_id"] for one in self._listed("/api/visits")],
            "invitation_id": [one["invitation_id"] for one in self._listed("/api/invitations")],
            "key_id": [one["key_id"] for one in self._listed("/api/keys")],
            "session_id": [str(self.team.person(role).session_id) for role in ROLES],
        }

    def ids(self) -> set[UUID]:
        """Every id that the ledger and the tables beside it hold of the organisation."""
        with psycopg.connect(self.stage.settings.dsn) as admin:
            rows = admin.execute(
                "SELECT convert_from(state, 'UTF8') || stream_id FROM ledger.facts WHERE organisation_id = %(mine)s"
                " UNION ALL SELECT id || refs::text FROM outbox.effects WHERE organisation_id = %(mine)s"
                " UNION ALL SELECT replay_id::text FROM journal.replays WHERE organisation_id = %(mine)s"
                " UNION ALL SELECT gave::text FROM journal.webhooks WHERE organisation_id = %(mine)s"
                " UNION ALL SELECT mail_id::text FROM mail.letters WHERE organisation_id = %(mine)s",
                {"mine": self.organisation_id},
            ).fetchall()
        return {self.organisation_id, *(id for (text,) in rows for id in ids_in(text.encode()))}

    def facts(self) -> int:
        """How many facts its ledger has."""
        with psycopg.connect(self.stage.settings.dsn) as admin:
            row = admin.execute(
                "SELECT count(*) FROM ledger.facts WHERE organisation_id = %s", [self.organisation_id]
            ).fetchone()
        assert row is not None
        return int(row[0])

    def marks(self) -> list[bytes]:
        """What is of this organisation alone, wherever it is read."""
        return [self.mark.encode(), *(phone.removeprefix("+").encode() for phone in self.phones)]

    # how

    def _phone(self, n: int) -> str:
        return [*self.phones, CUSTOMER_OF_BOTH][n % 3]

    def _arrives(self, n: int, content: Content) -> None:
        at = self.stage.drive.house.clock.now()
        item = bodies.message(uuid4().hex, self._phone(n), content, at=at, name=self.says("Ada"))
        assert self.team.delivers(bodies.body(self.team.endpoint, [item])).status_code == 200

    def _some(self, kind: str, n: int) -> list[str]:
        """One of that kind, if there is any."""
        path = {
            "faq_id": "/api/faqs",
            "conversation_id": "/api/conversations",
            "contact_id": "/api/contacts",
            "licence_id": "/api/licences",
        }[kind]
        found = [one[kind] for one in self._listed(path)]
        return [found[n % len(found)]] if found else []

    def _listed(self, path: str, person: Person | None = None) -> list[dict[str, Any]]:
        answer = (person or self.person).get(path)
        assert answer.status_code == 200, answer.text
        data: list[dict[str, Any]] = answer.json()["data"]
        return data

    def _does(self, n: int, verb: str, body: Any = None, **headers: str) -> None:
        for conversation_id in self._some("conversation_id", n):
            path = f"/api/conversations/{conversation_id}/{verb}"
            self._asks("POST", path, body, by=self.agent, **headers)

    def _asks(self, method: str, path: str, body: Any = None, *, by: Person | None = None, **headers: str) -> Response:
        """A refusal is an answer too: not everything can be done at any time."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = (by or self.person).request(method, path, json=body, headers=named)
        assert answer.status_code < 500 and answer.status_code != 403 and "VALUE_INVALID" not in answer.text, (
            answer.text
        )
        self.stage.run()
        return answer


HAPPENINGS: list[Callable[[Neighbour, int], None]] = [
    Neighbour.writes,
    Neighbour.sends_a_photo,
    Neighbour.is_uncertain,
    Neighbour.answers,
    Neighbour.is_given,
    Neighbour.is_asked_for,
    Neighbour.decides,
    Neighbour.snoozes,
    Neighbour.learns,
    Neighbour.changes_its_mind,
    Neighbour.connects,
    Neighbour.manages_a_line,
    Neighbour.synchronises,
    Neighbour.imports,
    Neighbour.sends_a_template,
    Neighbour.erases,
    Neighbour.withdraws,
    Neighbour.replays,
    Neighbour.is_configured,
    Neighbour.settles,
    Neighbour.is_away,
    Neighbour.invites,
    Neighbour.sells,
    Neighbour.changes_a_licence,
    Neighbour.is_visited,
    Neighbour.gives_a_key,
    Neighbour.is_stuck,
    *[Neighbour.catches_up] * 8,
]


def ids_in(content: bytes) -> set[UUID]:
    """The ids of a text, with or without their dashes."""
    return {UUID(found.decode()) for found in SHAPE_OF_AN_ID.findall(content)}


def laid_open(content: bytes) -> bytes:
    """An answer, and what its cursor holds."""
    cursors = [
        base64.urlsafe_b64decode(found + b"=" * (-len(found) % 4)) for found in SHAPE_OF_A_CURSOR.findall(content)
    ]
    return b"\n".join([content, *cursors])
