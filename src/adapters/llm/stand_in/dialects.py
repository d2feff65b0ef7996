"""The three dialects, from the server's side: what it refuses, how it answers, how it says that something is wrong."""

from collections.abc import Mapping
from typing import Any, Protocol

from fastapi.responses import JSONResponse, Response

from adapters.llm.stand_in.asked import Asked, counted

MISTRAL_FIELDS = {
    *("frequency_penalty", "guardrails", "max_tokens", "messages", "metadata", "model", "n", "parallel_tool_calls"),
    *("prediction", "presence_penalty", "prompt_cache_key", "prompt_mode", "random_seed", "reasoning_effort"),
    *(
        "response_format",
        "safe_prompt",
        "service_tier",
        "stop",
        "stream",
        "temperature",
        "tool_choice",
        "tools",
        "top_p",
    ),
}
_CREATED = 1_767_225_600


class Served(Protocol):
    """One dialect. `key` is whether the request held one."""

    path: str

    def refuse(self, asked: Asked, fields: Mapping[str, Any], *, key: bool) -> Response | None: ...

    def answer(self, asked: Asked, text: str, finish: str) -> Response: ...

    def error(self, status: int, code: str, message: str) -> Response: ...


class OpenAI:
    """A chat completion."""

    path = "/chat/completions"

    def refuse(self, asked: Asked, fields: Mapping[str, Any], *, key: bool) -> Response | None:
        return self.error(400, "invalid_request_error", asked.problem) if asked.problem else None

    def answer(self, asked: Asked, text: str, finish: str) -> Response:
        message = {"role": "assistant", "content": text, "refusal": None}
        return JSONResponse(_completion(asked, text, {"message": message, "logprobs": None, "finish_reason": finish}))

    def error(self, status: int, code: str, message: str) -> Response:
        error = {"message": message, "type": code or "server_error", "param": None, "code": code or None}
        return JSONResponse({"error": error}, status_code=status)


class Mistral:
    """A chat completion that is strict about its fields, and about the key."""

    path = "/v1/chat/completions"

    def refuse(self, asked: Asked, fields: Mapping[str, Any], *, key: bool) -> Response | None:
        if not key:
            return self.error(401, "", "Unauthorized")
        foreign = sorted(set(fields) - MISTRAL_FIELDS)
        wrong = [("extra_forbidden", name) for name in foreign]
        wrong += [("missing", asked.problem.split()[0])] if asked.problem else []
        return JSONResponse({"detail": [_detail(*one) for one in wrong]}, status_code=422) if wrong else None

    def answer(self, asked: Asked, text: str, finish: str) -> Response:
        message = {"role": "assistant", "content": text, "tool_calls": None, "prefix": False}
        return JSONResponse(_completion(asked, text, {"message": message, "finish_reason": finish}))

    def error(self, status: int, code: str, message: str) -> Response:
        return JSONResponse({"object": "error", "message": message, "code": code or None}, status_code=status)


class Ollama:
    """A chat, which streams unless it is told not to."""

    path = "/api/chat"

    def refuse(self, asked: Asked, fields: Mapping[str, Any], *, key: bool) -> Response | None:
        if asked.problem:
            return self.error(400, "", asked.problem)
        if fields.get("stream") is not False:
            return Response('{"done": false}\n{"done": true}\n', media_type="application/x-ndjson")
        return None

    def answer(self, asked: Asked, text: str, finish: str) -> Response:
        return JSONResponse(
            {
                "model": asked.model,
                "created_at": "2026-01-01T00:00:00Z",
                "message": {"role": "assistant", "content": text},
                "done": True,
                "done_reason": finish,
                "total_duration": 5_000_000,
                "prompt_eval_count": asked.tokens,
                "eval_count": counted(text),
            }
        )

    def error(self, status: int, code: str, message: str) -> Response:
        return JSONResponse({"error": message}, status_code=status)


SERVED: tuple[Served, ...] = (OpenAI(), Mistral(), Ollama())


def _completion(asked: Asked, text: str, choice: Mapping[str, Any]) -> dict[str, Any]:
    prompt, completion = asked.tokens, counted(text)
    return {
        "id": "stand-in-1",
        "object": "chat.completion",
        "created": _CREATED,
        "model": asked.model,
        "choices": [{"index": 0, **choice}],
        "usage": {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion},
    }


def _detail(kind: str, name: str) -> dict[str, Any]:
    return {"type": kind, "loc": ["body", name], "msg": kind.replace("_", " "), "input": None}
