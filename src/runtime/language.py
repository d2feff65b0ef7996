"""The language model of the installation, from its settings. A wrong combination is told before anything starts."""

import httpx

from adapters.llm.model import Model
from adapters.llm.registry import VENDORS, Vendor, language_model
from runtime import masking
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
        base_url=_base_url(settings),
        key=_key(settings, vendor),
        patience=settings.model_timeout,
    )


def _base_url(settings: Settings) -> str:
    try:
        url = httpx.URL(settings.model_base_url or "http://localhost")
    except httpx.InvalidURL:
        url = httpx.URL()
    if url.scheme not in {"http", "https"} or not url.host or url.userinfo or url.query or url.fragment:
        raise Trouble("PALABRE_MODEL_BASE_URL demande une adresse http ou https, sans identifiants ni paramètres.")
    return settings.model_base_url


def _key(settings: Settings, vendor: Vendor) -> str:
    """The key, which no log will show from now on."""
    if settings.model_key and settings.model_key_file:
        raise Trouble("La clé du modèle est donnée deux fois : gardez PALABRE_MODEL_KEY_FILE, ôtez PALABRE_MODEL_KEY.")
    key = (_from_file(settings) or settings.model_key).strip()
    if not key and vendor.needs_key and settings.model_base_url.rstrip("/") in {"", vendor.base_url}:
        raise Trouble(f"Il manque la clé {vendor.dialect.of} : mettez-la dans un fichier, PALABRE_MODEL_KEY_FILE.")
    if not (key.isascii() and key.isprintable() and " " not in key):
        raise Trouble("La clé du modèle tient en une ligne, sans espace ni accent : corrigez PALABRE_MODEL_KEY_FILE.")
    masking.hide(key)
    return key


def _from_file(settings: Settings) -> str:
    file = settings.model_key_file
    if file is None:
        return ""
    try:
        key = file.read_text("utf-8").strip()
    except (OSError, ValueError):
        raise Trouble(f"La clé du modèle ne peut pas être lue dans {file} : corrigez PALABRE_MODEL_KEY_FILE.") from None
    if not key:
        raise Trouble(f"Le fichier {file} est vide : mettez-y la clé du modèle (PALABRE_MODEL_KEY_FILE).")
    return key
