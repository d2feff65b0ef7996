"""What happened: a frozen value with a stable stored name and a French headline."""

from datetime import datetime
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from domain.personal import PersonalMark

ENDS_AT = "ends_at"
"""How the fields of a term end: when something will be over, not when it happened."""


class Event(BaseModel):
    """One fact of the domain, as it is stored.

    The docstring of each subclass is its headline on the timeline; it may quote fields in braces.
    `told_to` names the field of the only member who is told of it live (nobody else is); empty for everybody.
    `name` is what the ledger stores: it is declared by the context, never a Python path, so that
    code can move. `version` grows with the shape; older shapes are lifted by an upcaster.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    context: ClassVar[str] = ""
    name: ClassVar[str] = ""
    version: ClassVar[int] = 1
    subject: ClassVar[str] = "contact_id"
    personal_fields: ClassVar[frozenset[str]] = frozenset()
    time_field: ClassVar[str] = ""
    told_to: ClassVar[str] = ""
    by_name: ClassVar[dict[str, type["Event"]]] = {}

    @classmethod
    def __init_subclass__(cls, context: str = "", version: int = 1, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if context:
            cls.context = context

    @classmethod
    def __pydantic_init_subclass__(cls, context: str = "", version: int = 1, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        if context:  # the base class of a context, not a fact
            return
        cls.name = f"{cls.context}.{cls.__name__}"
        cls.version = version
        cls.personal_fields = frozenset(
            field for field, info in cls.model_fields.items() if any(isinstance(m, PersonalMark) for m in info.metadata)
        )
        times = (field for field, info in cls.model_fields.items() if info.annotation is datetime)
        cls.time_field = next((field for field in times if field.endswith("_at") and not field.endswith(ENDS_AT)), "")
        if cls.name in Event.by_name:
            raise TypeError(f"two events are stored as {cls.name}")
        Event.by_name[cls.name] = cls

    @property
    def happened_at(self) -> datetime | None:
        """When it happened by the event's own account, a claim; None when it gives none."""
        return getattr(self, self.time_field) if self.time_field else None

    @property
    def headline(self) -> str:
        """The sentence of the timeline, in French."""
        return (type(self).__doc__ or type(self).__name__).strip().splitlines()[0].format(**dict(self))


class Command(BaseModel):
    """What someone asks for. Time, prices and new ids come in with it: rules have no clock and no dice."""

    model_config = ConfigDict(frozen=True, extra="forbid")
