"""The families of language models that an installation can choose from."""

from dataclasses import dataclass

from adapters.llm.dialect import Dialect
from adapters.llm.mistral import Mistral
from adapters.llm.model import Model
from adapters.llm.ollama import Ollama
from adapters.llm.openai_compatible import OpenAICompatible


@dataclass(frozen=True, slots=True)
class Vendor:
    """A family. `needs_key`: at its own address, nothing is answered without one."""

    dialect: Dialect
    base_url: str
    needs_key: bool
    example: str
    """the name of a model"""


VENDORS = {
    "openai": Vendor(OpenAICompatible(), "https://api.openai.com/v1", needs_key=True, example="gpt-4.1-mini"),
    "mistral": Vendor(Mistral(), "https://api.mistral.ai", needs_key=True, example="mistral-small-latest"),
    "ollama": Vendor(Ollama(), "http://127.0.0.1:11434", needs_key=False, example="mistral-nemo"),
}


def language_model(vendor: str, *, model: str, base_url: str = "", key: str = "", patience: float = 8.0) -> Model:
    """The model of the installation. One per process: its budget and its breaker hold for all that the process asks.

    Raises `KeyError` for a vendor that is not in `VENDORS`.
    """
    known = VENDORS[vendor]
    return Model(known.dialect, base_url=base_url or known.base_url, model=model, key=key, patience=patience)
