"""Enough of JSON Schema to hold a body against a published one, where no validator is installed."""

from collections.abc import Iterator, Mapping
from typing import Any

TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}


class Schema:
    """A schema of an OpenAPI document, by its name."""

    def __init__(self, document: Mapping[str, Any], name: str) -> None:
        self._document = document
        self._schema: Mapping[str, Any] = {"$ref": f"#/components/schemas/{name}"}

    def faults(self, value: Any, schema: Mapping[str, Any] | None = None, at: str = "$") -> Iterator[str]:
        """Where the value is not as published: fields that are foreign, missing, or of another kind."""
        schema = self._resolved(self._schema if schema is None else schema)
        kinds = schema.get("type", [])
        kinds = [kinds] if isinstance(kinds, str) else kinds
        if value is None and schema.get("nullable"):
            return
        if kinds and not any(_is(value, kind) for kind in kinds):
            yield f"{at}: not {kinds}"
        if "const" in schema and value != schema["const"]:
            yield f"{at}: not {schema['const']}"
        if "enum" in schema and value not in schema["enum"]:
            yield f"{at}: none of {schema['enum']}"
        for part in schema.get("allOf", []):
            yield from self.faults(value, part, at)
        for word in ("anyOf", "oneOf"):
            if word in schema and all(any(self.faults(value, one, at)) for one in schema[word]):
                yield f"{at}: {word} of nothing"
        if isinstance(value, list) and "items" in schema:
            for index, one in enumerate(value):
                yield from self.faults(one, schema["items"], f"{at}[{index}]")
        if isinstance(value, dict):
            yield from self._fields(value, schema, at)

    def fields(self) -> set[str]:
        """The names at the top, whether or not others are allowed."""
        parts, names = [self._schema], set[str]()
        while parts:
            part = self._resolved(parts.pop())
            names.update(part.get("properties", {}))
            parts += part.get("allOf", [])
        return names

    def _fields(self, value: Mapping[str, Any], schema: Mapping[str, Any], at: str) -> Iterator[str]:
        known = schema.get("properties", {})
        yield from (f"{at}.{name}: missing" for name in schema.get("required", []) if name not in value)
        for name, one in value.items():
            if name in known:
                yield from self.faults(one, known[name], f"{at}.{name}")
            elif schema.get("additionalProperties") is False:
                yield f"{at}.{name}: foreign"

    def _resolved(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in schema:
            found: Any = self._document
            for step in schema["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            schema = found
        return schema


def _is(value: Any, kind: str) -> bool:
    return isinstance(value, TYPES[kind]) and (kind == "boolean" or not isinstance(value, bool))
