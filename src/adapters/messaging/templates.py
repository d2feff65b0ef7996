"""What the templates of all providers share: bounds on what strangers wrote, statuses, variables with examples."""

from collections.abc import Iterable, Mapping, Sequence

from adapters.messaging.untrusted import text
from domain.channels.template_events import Part, TemplateStatus, Variable
from domain.channels.template_text import variables_of

LONGEST_NAME = 512
LONGEST_TEXT = 4096
MOST_VARIABLES = 100

_STATUSES: Mapping[str, TemplateStatus] = {
    "approved": "approved",
    "reinstated": "approved",
    "flagged": "flagged",
    "pending": "pending",
    "received": "pending",
    "in_appeal": "in_appeal",
    "rejected": "rejected",
    "paused": "paused",
    "disabled": "disabled",
    "limit_exceeded": "limit_exceeded",
    "archived": "archived",
    "pending_deletion": "pending_deletion",
    "unsubmitted": "unsubmitted",
}


def name(value: object) -> str:
    """A name, within bounds."""
    return "".join(filter(str.isprintable, text(value)))[:LONGEST_NAME]


def prose(value: object) -> str:
    """A text, within bounds."""
    return text(value)[:LONGEST_TEXT]


def status(claimed: object) -> TemplateStatus:
    """The status in our words."""
    return _STATUSES.get(text(claimed).strip().lower(), "unknown")


def category(claimed: object) -> str:
    """The category: marketing, utility, authentication."""
    found = name(claimed).lower()
    return {"transactional": "utility"}.get(found, found)  # what Twilio once called it


def in_order(names: Iterable[str]) -> list[str]:
    """Numbers by their value, then names as they are read."""
    found = list(dict.fromkeys(names))
    numbers = sorted((one for one in found if one.isdecimal() and one.isascii()), key=int)
    return numbers + [one for one in found if one not in numbers]


def blanks(words: str, part: Part, examples: Mapping[str, str], button: int | None = None) -> Sequence[Variable]:
    """The variables of one part of a template. Only those of the body go by their bare name."""
    prefix = {"body": "", "all": "", "header": "header.", "button": f"button.{button}."}[part]
    return [
        Variable(key=f"{prefix}{one}", name=one, part=part, button=button, example=examples.get(one, ""))
        for one in in_order(variables_of(words))[:MOST_VARIABLES]
    ]
