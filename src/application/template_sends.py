"""A person sends an approved template: filled in, checked field by field, then queued as any answer is."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from application.bus import Bus
from application.replies import Replied, Replies, Reply
from domain.channels.template import Template as TemplateState
from domain.channels.template import template
from domain.channels.template_events import Variable, Wording
from domain.channels.template_filling import rendered, troubles
from domain.channels.template_status import refuse_unsendable
from domain.contacts.consent import may_be_written_to
from domain.contacts.contact import Contact, contact
from domain.conversations.content import Parameter, Template
from domain.conversations.conversation import Conversation
from domain.fact import Context
from domain.refusal import Refused, refuse


@dataclass(frozen=True, slots=True)
class TemplateSends:
    """What people send once the window is closed, or before."""

    bus: Bus
    replies: Replies

    def send(
        self,
        context: Context,
        user_id: UUID,
        conversation_id: UUID,
        key: str,
        template_id: UUID,
        values: Mapping[str, str],
        seen: int | None = None,
    ) -> Replied:
        """Queue the template once per `key` of the person in the conversation. Raises `Refused`, `Busy`."""
        state: TemplateState = self.bus.state(template, (context.organisation_id, template_id))

        def allow(conversation: Conversation) -> None:
            refuse_unsendable(state)
            if state.channel_id != conversation.channel_id:
                refuse("Ce modèle est celui d'un autre canal.", code="TEMPLATE_OF_ANOTHER_CHANNEL", field="template_id")
            whom: Contact = self.bus.state(contact, (context.organisation_id, conversation.contact_id))
            refuse_unwanted(whom, state.category)
            refuse_misfilled(state.wording, values)

        said = json.dumps([str(template_id), sorted(values.items())])
        content = filled(template_id, state, values)
        return self.replies.say(context, Reply(user_id, conversation_id, key, content, said, seen), allow)


def refuse_unwanted(state: Contact, category: str) -> None:
    """Raises `Refused` for a contact who must not get a template of this category."""
    if state.erased:
        refuse("Ce client a été supprimé : on ne peut plus lui écrire.", code="CONTACT_ERASED")
    if not may_be_written_to(state):
        refuse(
            "Ce client ne veut plus de messages de votre part. Lui seul peut y revenir, en écrivant REPRENDRE.",
            code="CONSENT_WITHDRAWN",
        )
    if not may_be_written_to(state, marketing=category == "marketing"):
        refuse("Ce client refuse les messages commerciaux : prenez un modèle utilitaire.", code="MARKETING_DECLINED")


def refuse_misfilled(wording: Wording, values: Mapping[str, str]) -> None:
    """Raises `Refused` with every value at fault, by its field."""
    errors = [(f"variables.{trouble.key}", trouble.sentence) for trouble in troubles(wording, values)]
    if errors:
        field, sentence = errors[0]
        raise Refused(sentence, code="TEMPLATE_VARIABLES_INVALID", field=field, errors=errors)


def filled(template_id: UUID, state: TemplateState, values: Mapping[str, str]) -> Template:
    """What to send, and what the customer will read."""
    whole = rendered(state.wording, values)
    return Template(
        template_id=template_id,
        name=state.name,
        language=state.language,
        reference=state.reference,
        parameters=tuple(_parameter(state.wording, one, values.get(one.key, "")) for one in state.wording.variables),
        header=whole.header,
        body=whole.body,
        footer=whole.footer,
        buttons=tuple(button.text for button in whole.buttons),
    )


def _parameter(wording: Wording, variable: Variable, value: str) -> Parameter:
    kind = wording.buttons[variable.button].kind if variable.button is not None else ""
    return Parameter(part=variable.part, name=variable.name, value=value, button=variable.button, button_kind=kind)
