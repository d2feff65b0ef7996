"""The customers of the demonstration. Their numbers are of the range that ARCEP keeps for fiction (06 39 98)."""

from dataclasses import dataclass
from typing import Literal

Provider = Literal["whatsapp_cloud", "twilio", "simulator"]


@dataclass(frozen=True, slots=True)
class Customer:
    """A person who writes to the institute, always on the same channel."""

    name: str
    phone: str
    provider: Provider

    @property
    def first(self) -> str:
        """The first name."""
        return self.name.split()[0]


_NAMES = (
    "Élodie Marchand", "Nadia Cherif", "Margaux Lefèvre", "Thomas Girard", "Fatou Diallo", "Chloé Perrin",
    "Isabelle Fontaine", "Lucie Garnier", "Amandine Rousseau", "Yasmina Haddad", "Julie Chevalier", "Hélène Barbier",
    "Manon Dupuis", "Karim Belkacem", "Sandrine Moreau", "Léa Bonnet", "Mathilde Carpentier", "Aïcha Traoré",
    "Valérie Colin", "Noémie Picard", "Antoine Renard", "Céline Leroux", "Pauline Aubert", "Samira Benhaddou",
    "Océane Da Silva", "Florence Guillot", "Marion Lacroix", "Émilie Charpentier", "Grâce Mbemba", "Laurence Brunet",
    "Clara Nguyen", "Romane Schmitt", "Stéphanie Marty", "Myriam Azoulay", "Justine Collet", "Agathe Vidal",
    "Coralie Hubert", "Delphine Maillard", "Louise Pichon", "Zoé Lemaire",
)  # fmt: skip

_PROVIDERS: tuple[Provider, ...] = ("whatsapp_cloud", "twilio", "whatsapp_cloud", "simulator", "twilio")

CUSTOMERS = tuple(
    Customer(name, f"+3363998{1000 + 211 * place % 8999:04d}", _PROVIDERS[place % len(_PROVIDERS)])
    for place, name in enumerate(_NAMES)
)
