"""``palabre model``: asks the language model one question, and says what works or what to mend."""

from contextlib import closing

from application.ports.language import ModelFailed, Prompt, Said
from runtime.language import model_of
from runtime.settings import Settings
from runtime.trouble import Trouble

QUESTION = Prompt(
    [
        Said("system", "Tu réponds en français, en une phrase très courte."),
        Said("user", "Dis bonjour."),
    ],
    max_tokens=60,
    temperature=0.0,
)
SLOW = 3.0  # seconds: an answer on WhatsApp is promised within five, with all that surrounds the model


def check(settings: Settings) -> str:
    """What works, in a sentence. Raises `Trouble` with what to mend."""
    model = model_of(settings)
    if model is None:
        raise Trouble("Aucun modèle n'est choisi, l'assistant répond par sa FAQ : réglez PALABRE_MODEL_VENDOR.")
    with closing(model):
        try:
            answer = model.complete(QUESTION, within=settings.model_timeout)
        except ModelFailed as failed:
            raise Trouble(f"{failed.reason} ({model.vendor}, {model.model})") from None
    seconds = f"{answer.latency_ms / 1000:.1f}".replace(".", ",")
    works = f"Le modèle {answer.model} ({answer.vendor}) répond en {seconds} s."
    if answer.latency_ms > SLOW * 1000:
        works += " C'est lent pour WhatsApp : choisissez un modèle plus petit (PALABRE_MODEL_NAME)."
    return works
