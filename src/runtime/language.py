"""The language model of the installation, from its settings. A wrong combination is told before anything starts."""

from adapters.llm.model import Model
from adapters.llm.registry import VENDORS, Vendor, language_model
from runtime.given import address_of, key_of
from runtime.settings import Settings
from runtime.trouble import Trouble

LONGEST = 30.0  # seconds: well within the lease of a worker on what it does


def model_of(settings: Settings) -> Model | None:
    """The model that was chosen, None when there is none: the assistant then works with its FAQ alone.

    Whoever gets it closes it. Raises `Trouble` when the settings do not fit together.
    """
    if settings.model_vendor == "none":
        return None
    if settings.model_vendor not in VENDORS:
        known = ", ".join(["none", *VENDORS])
        raise Trouble(f"PALABRE_MODEL_VENDOR ne connaît pas « {settings.model_vendor} » : choisissez parmi {known}.")
    vendor = VENDORS[settings.model_vendor]
    if not settings.model_name.strip():
        raise Trouble(f"Donnez le nom du modèle dans PALABRE_MODEL_NAME, par exemple {vendor.example}.")
    if not 0 < settings.model_timeout <= LONGEST:
        raise Trouble(f"PALABRE_MODEL_TIMEOUT demande des secondes, de plus de 0 à {LONGEST:.0f}.")
    return language_model(
        settings.model_vendor,
        model=settings.model_name.strip(),
        base_url=address_of("PALABRE_MODEL_BASE_URL", settings.model_base_url) if settings.model_base_url else "",
        key=_key(settings, vendor),
        patience=settings.model_timeout,
    )


def _key(settings: Settings, vendor: Vendor) -> str:
    key = key_of("La clé du modèle", "PALABRE_MODEL_KEY", settings.model_key, settings.model_key_file)
    if not key and vendor.needs_key and settings.model_base_url.rstrip("/") in {"", vendor.base_url}:
        raise Trouble(f"Il manque la clé {vendor.dialect.of} : mettez-la dans un fichier, PALABRE_MODEL_KEY_FILE.")
    return key
