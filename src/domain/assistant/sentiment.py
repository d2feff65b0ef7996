"""Whether a customer is unhappy with us, by rule: how sure we are, from 0 to 1.

Words that only describe trouble (a horrible smell, a catastrophe in the kitchen) weigh little by themselves:
they are what an artisan is called for. Capitals and rows of « ??? » make what is said stronger, and say little alone.
"""

import re
from math import prod

from domain.folding import fold

NEGATIVE = 0.5  # from here on a person answers
LONGEST = 1000  # characters that are looked at, at the beginning and at the end of what was said

_APOSTROPHES = re.compile(r"\b([cdjlmnst]|qu)['`´]\s?")
_NOT_A_WORD = re.compile(r"[^a-z0-9 ]+")
_LAUGHTER_AND_SIGHS = re.compile(r"\b(p+f{2,}|g+r{2,}|r+o{3,}h*)\b")

_INNOCENT = re.compile(
    r"\bpas (du tout |vraiment |si |trop )?(mal|mauvaise?s?|nulle?s?|decue?s?|une arnaque|grave|de (soucis?"
    r"|probleme))\b"
    r"|\b(sans|aucun|zero) (soucis?|probleme|regret)\b|\brien a (redire|signaler|reprocher)\b"
    r"|\bnulle part\b|\bnul(le)? (besoin|doute)\b|\bmatch(s)? nul\b|\bsuis (vraiment |trop |completement )?nulle?\b"
    r"|\bnulle? en\b|\bj ai (un peu |tellement )?honte\b|\bjamais (decue?s?|eu de probleme)\b"
    r"|\btemps (est )?(pourri|degueulasse|horrible)\b|\bjour de colere\b"
)

_SIGNS: tuple[tuple[float, str], ...] = (
    # Judgements.
    (0.9, r"\bnul(s|le|les|issime|los)?\b|\b(minables?|lamentables?|deplorables?|pitoyables?|pathetiques?)\b"),
    (0.9, r"\b(inadmissibles?|inacceptables?|scandal(e|es|eux|euse)|honteu(x|se)|revoltant|ignobles?|abusif)\b"),
    (0.8, r"\b(c est|cest|quelle|une|la) (une |vraie )?honte\b|\bhonte a vous\b|\bn ?importe (quoi|koi|kwa)\b"
          r"|\b(c|ca|est) abuse\b"),
    (0.8, r"\b(incompeten\w+|irresponsables?|charlatans?|guignols?|rigolos|amateurs|malhonnetes?|menteu(r|rs|se"
          r"|ses))\b"),
    (0.8, r"\b(arnaqu\w*|escro\w+|voleu(r|rs|se)|mensonges?|foutage|degueulasses?)\b|\bdu vol\b|\bscam\b"),
    (0.7, r"\b(mauvaise?s?|pire|worst|awful|terrible|horrible) (service|accueil|experience)\b"
          r"|\b(catastroph\w+|desastr\w+|horrible|affreux) (\w+ )?(service|accueil|experience|equipe|organisation)\b"
          r"|\b(service|accueil|experience|organisation) (\w+ )?(catastroph\w+|desastr\w+|horrible|affreuse?)\b"),
    (0.7, r"\b(pas|plus|pas du tout|pas vraiment|pas tres) (du tout |tres |vraiment |super )?"
          r"(terrible|top|genial|ouf|fou|contente?s?|satisfaite?s?|normal|serieu(x|se)|professionnel(le)?|pro"
          r"|correct|acceptable|admissible|a la hauteur|digne|respectueu(x|se))\b"),
    (0.6, r"\b(ridicules?|decevante?s?|deception|insatisfaite?s?|mecontente?s?|bacle\w*|mal (fait|faite"
          r"|polie?s?))\b"),
    (0.35, r"\b(horribles?|affreu(x|se)|catastroph\w+|pourrie?s?|merdi\w+|merde|desastre|cata)\b"),
    (0.35, r"\b(impolie?s?|desagreables?|aimables? comme|agressi(f|ve))\b"),
    # Feelings.
    (0.8, r"\b(marre|ras le bol|furieu(x|se)|en colere|scandalisee?|degoute(e|es)?|exasper\w+|plein le dos)\b"),
    (0.7, r"\b(suis|sommes|etais|tres|vraiment|trop|super|hyper) (\w+ )?(decue?s?|enervee?s?|vexee?|outree?"
          r"|choquee?)\b"
          r"|\bdecue?s? (de|par|du|des)\b"),
    (0.8, r"\bca suffit\b|\ben peu[xt] plus\b|\bpatience a des limites\b|\bplus jamais\b"),
    (0.8, r"\b(moquez?|foutez?|fichez?|payez?) (vous )?de (moi|nous|ma|la|notre|vos|leurs?) ?(gueule|tete"
          r"|clients?|poire)?\b"
          r"|\bprenez (pour|les gens|vos clients|vous)\b.{0,60}\b(qui|cons?|idiots?|imbeciles?|pigeons?)\b"),
    # Waiting for nothing.
    (0.65, r"\b(toujours|encore|tjs|tjr) (pas|rien|personne|aucune?)\b(?! decide| choisi| sure?)"
           r"|\bsans (aucune )?reponse\b"),
    (0.6, r"\b(ca fait|depuis|voila|bientot) .{0,60}\b(heures?|jours?|semaines?|mois|h"
          r"|plombes)\b.{0,60}\b(attends?|relance|reponse|rien)\b"
          r"|\b(j|on) attends? (toujours|encore|depuis)\b|\battends? depuis\b"),
    (0.6, r"\bpersonne (ne |n )?(\w+ )?(repond|rappelle|decroche|vient|est venu|m a)\b|\b(deja|encore) relance\w*\b"
          r"|\b(2|3|4|5|deux|trois|quatre|x|dix|deuxieme|troisieme|3e|2e|3eme|2eme|enieme|nieme) (e |eme )?fois que\b"
          r"|\bcombien de fois (faut|vais|dois)\b|\bjamais (rappelee?|repondu|venus?|recu|livre)\b"),
    (0.6, r"\bvous (m |nous |l |ne m )?(avez|aviez) (encore |completement |pas )?(oubli|plante|ment"
          r"|poser? un lapin|pose un lapin)\w*"),
    # Claims and threats.
    (0.7, r"\b(veu[xt]|exige\w*|demande|attends|souhaite)\b.{0,30}\brembours\w+\b|\brembourse[zr] (moi|nous)\b"
          r"|\bmerci de me rembours\w+"),
    (0.9, r"\b(porter?|depose[r]?|portons) plainte\b|\b(mon|notre|un|nos) avocats?\b|\bhuissier\b|\btribunal\b"
          r"|\ben justice\b"
          r"|\bdgccrf\b|\brepression des fraudes\b|\bpolice\b|\b60 millions\b|\bufc\b"
          r"|\bassociation de consommateurs\b"),
    (0.8, r"\b(mauvais|avis) (avis|negatifs?|google|trustpilot|salee?)\b|\b(1|une|zero|0) etoile\b"
          r"|\bentendre parler de moi\b"
          r"|\b(raconter|dire|publier|poster) (\w+ )?(a tout le monde|partout|sur (les reseaux|facebook|google"
          r"|insta))\b"),
    (0.7, r"\b(voir|aller|irai|vais|passer) (\w+ )?(ailleurs|la concurrence|chez (un|le) concurrent)\b"),
    # Insults.
    (0.95, r"\b(connards?|connasses?|connes?|cons|salauds?|salopes?|enfoires?|encules?|batards?|putes?|fdp|ntm"
           r"|tg|tocards?"
           r"|abrutis?|cretins?|idiots?|imbeciles?|bouffons?|debiles?|fuck|bullshit|foutre)\b"
           r"|\b(allez vous|va te|vas te) faire\b|\bferme ta\b|\bfaites? chier\b"),
    # Praise that is none.
    (0.8, r"\bmerci (pour rien|de m avoir (fait attendre|oubliee?|plantee?))\b"),
    (0.7, r"\b(bravo|super|genial|parfait|chapeau|felicitations?|merci|quel|quelle)\b.{0,60}\b(encore (un|en"
          r"|une) (retard|annulation|fois)"
          r"|pour (l|votre) attente|poireaut\w*|encore annule\w*|efficacite|professionnalisme (hein|vraiment))\b"),
    (0.7, r"\bbravo (le|la|l|les) (service|accueil|serieux|organisation|pros?|efficacite|equipe)\b"
          r"|\bquel (professionnalisme|serieux)\b(?! et)"),
)  # fmt: skip
_SIGNS_OF = tuple((weight, re.compile(pattern)) for weight, pattern in _SIGNS)
_FACES = re.compile("[😡🤬😠👎🖕💢😤🤮]")
_ONLY_MARKS = re.compile(r"[\s?!.…]*[?!][\s?!.…]*")
_ROW = re.compile(r"[?!]{3,}")


def negative(text: str) -> float:
    """How surely the customer is unhappy with us: 0 (no sign) to 1. From `NEGATIVE` on a person answers."""
    text = f"{text[:LONGEST]} {text[LONGEST:][-LONGEST:]}"
    spoken = _INNOCENT.sub(" ", _spoken(text))
    weights = [weight for weight, pattern in _SIGNS_OF if pattern.search(spoken)]
    if _FACES.search(text):
        weights.append(0.6)
    if _LAUGHTER_AND_SIGHS.search(spoken):
        weights.append(0.4)
    if _ONLY_MARKS.fullmatch(text) and len(re.findall("[?!]", text)) >= 2:
        weights.append(0.6)
    elif _ROW.search(text):
        weights.append(0.2)
    if _shouts(text):
        weights.append(0.2)
    return round(1 - prod(1 - weight for weight in weights), 3)


def _spoken(text: str) -> str:
    letters = _NOT_A_WORD.sub(" ", _APOSTROPHES.sub(r"\1 ", fold(text)))
    return " ".join(letters.split())


def _shouts(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) >= 10 and sum(map(str.isupper, letters)) > 0.7 * len(letters)
