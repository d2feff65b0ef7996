"""Words of any customer of any trade, folded: how they are abbreviated, what they are about, what they weigh.

What is said in several ways has one form (a subject); silent words tell no question from another; common ones
count when the FAQ has them and are not missed when it has not; grievances are for a person to answer.
"""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ABBREVIATIONS = {
    "vs": "vous", "ns": "nous", "ki": "qui", "ke": "que", "kel": "quel", "kelle": "quelle", "kels": "quels",
    "koi": "quoi", "kwa": "quoi", "kan": "quand", "kand": "quand", "qd": "quand", "keske": "que", "kesk": "que",
    "pk": "pourquoi", "pq": "pourquoi", "pkoi": "pourquoi", "kom": "comme", "komen": "comment", "cmt": "comment",
    "c": "c est", "cetait": "c etait", "g": "j ai", "jai": "j ai", "jvoudrais": "je voudrais", "jveux": "je veux",
    "ya": "y a", "yatil": "y a t il", "estce": "est ce", "esque": "est ce que", "eske": "est ce que",
    "ds": "dans", "pr": "pour", "ac": "avec", "avc": "avec", "dc": "donc", "ms": "mais", "tt": "tout",
    "plu": "plus", "jusqua": "jusqu a",
    "tjs": "toujours", "tjr": "toujours", "bcp": "beaucoup", "mnt": "maintenant", "mtn": "maintenant",
    "auj": "aujourd hui", "ajd": "aujourd hui", "aujourdhui": "aujourd hui", "dem": "demain", "2m1": "demain",
    "2main": "demain", "we": "week end", "weekend": "week end", "aprem": "apres midi", "apm": "apres midi",
    "rdv": "rendez vous", "rv": "rendez vous", "rdvs": "rendez vous", "rendezvous": "rendez vous",
    "resa": "reservation", "resas": "reservation", "dispo": "disponible", "dispos": "disponible",
    "kdo": "cadeau", "kdos": "cadeau", "cado": "cadeau", "cados": "cadeau", "anniv": "anniversaire",
    "tel": "telephone", "num": "numero", "kombien": "combien", "cmb": "combien", "pb": "probleme",
    "abo": "abonnement", "abos": "abonnement", "appart": "appartement", "sdb": "salle bain", "promo": "promotion",
    "pers": "personnes", "perso": "personnel", "resto": "restaurant", "faite": "faites",
}  # fmt: skip

TURNS_OF_PHRASE = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"\baujourd hui\b|\bweek end\b|\bapres midi\b", "jour"),
        (r"\brendez vous\b", "rdv"),
        (r"\bc est cb\b|\bcb (?=ca |cout|pour |l |la |le |les |un )", "combien "),
        (r"\bcombien de temps\b", "duree"),
        (r"\bcombien de(?! l )\b|\bsans frais\b", ""),
        (r"\b(des|les|vos|quels) frais\b|\bfrais (de|d)\b", "prix"),
        (r"\b(taux|tarifs?|prix|cout) horaires?\b", "prix"),
        (r"\b(quelle|quel|quelles) heures?\b|\bheures? d ouvertures?\b", "horaire"),
        (r"\bcartes? (bancaires?|bleues?|visa)\b|\b(par|en) carte\b|\bcb\b", "carte payer"),
        (r"\b(peu[xt]|pourr?ai|pourrais|pouvons|vais) (pas|plus)( pouvoir)? venir\b", "annuler"),
        (r"\b(marche|fonctionne|demarre)(nt)? (pas|plus)\b", "panne"),
        (r"\b(vous|est|etes|situes?) ou\b(?= exactement|$)", "adresse"),
        (r"\bou (?=etes |est (?!ce )|se (trouve|situe)|vous )", "adresse "),
        (r"\b(bon|joyeux|bonne|bonnes|joyeuses) (anniversaire|noel|annee|fetes?|paques|vacances|week end)\b", ""),
        # What was done already, late or badly, is for a person.
        (r"\bou en (est|sont|etes)\b|\b(voir|aller) ailleurs\b|\btrop (chere?s?|long|tard)\b", "reclamation"),
        (r"\b(toujours|encore) (pas|rien|personne|aucune?)\b", "reclamation"),
        (r"\b(rien|pas|jamais) (recu|venue?s?|arrivee?s?)\b", "reclamation"),
        (r"\bqu?e? vous (m |nous |l )?(avez|aviez) \w+", "reclamation"),
    )
)

SUBJECTS = tuple(
    (subject, re.compile(forms))
    for subject, forms in (
        ("prix", r"combien|tarif\w*|couts?|coute(nt|r|rait)?|montants?|cheres?|chers?"),
        ("horaire", r"horr?aires?"),
        ("ouvert", r"ouvr\w+|ouvert?\w*|ferm(e|es|ez|ent|ee|ees|er|eture|etures)"),
        ("parking", r"parkings?|gar(er|e|ez|ee|ees)|stationn\w+"),
        ("payer", r"pay\w+|pai(e|ement|ements)|regl(er|ez|ement|ements)"),
        ("especes", r"especes?|liquide|cash"),
        ("ligne", r"internet|web|sites?"),
        ("adresse", r"adresses?|situ(e|es|ee|ees)"),
        ("decaler", r"decal\w+|deplacer|report(er|ez|e)|repouss\w+|avancer|chang(er|ez|ement)|modifi\w+"),
        ("disponible", r"disponib\w+|creneaux?"),
        ("jour", r"(lun|mar|mercre|jeu|vendre|same)dis?|dimanches?|demain|matins?|soirs?|midi|journee|semaines?"),
    )
)

SILENT = _words("""
    bonjour bonsoir salut coucou hello hey bjr bsr slt cc merci mci svp stp plait pardon excusez desole desolee
    madame monsieur mesdames messieurs mme mr cordialement bonne bon journee beaucoup avance avant plaisir
    je j tu il elle on nous ils elles me moi se y en ce c cela ca cet cette ces mon ma mes notre votre vos leur
    le la les l un une du des de d a au aux ou et ni ne n pas plus si s t m h que qu qui quoi dont vous
    quel quelle quels quelles quand comment pourquoi est etes ete sont suis serait serez etiez etait etre
    ai as avez avons ont avoir auriez aviez aurais fait faites faire fais ferez
    veux veut voudrais voudrait voudrai voulais vouloir souhaite souhaiterais souhaiterai souhaiterions
    aimerais aimerai savoir dire sais peux peut peu peuvent pouvez pourriez pourrais pourrai pouvoir puis
    possible moyen faut faudrait besoin cherche propose proposez proposer prendre prenez prend prends pris
    donner donnez va vais aller allez question info infos renseignement renseignements indiquer
    juste petit petite tres trop bien aussi donc alors comme ici chez exactement quelque quelques
    dans sur sous avec sans pour par entre vers depuis apres devant derriere jusque jusqu pendant hier
    encore deja toujours meme oui non ok accord lol mdr fois heure heures plusieurs
    chaque tout toute tous toutes autre autres deux trois quatre cinq
""")

COMMON = _words("""
    gens personne personnes homme hommes femme femmes mari copain copine ami amie amis mere pere maman papa parents
    malade malades fille filles fils enfant enfants bebe soeur frere famille collegue voisin voisine client cliente
    clients equipe monde maison appartement studio rue ville quartier pays endroit coin place chose choses truc trucs
    an ans annee annees mois jours nuit fin debut minute minutes date vacances noel ete hiver printemps
    janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre anniversaire fete
    grand grande grands gros grosse beau belle nouveau nouvelle vieux vieille jeune seul seule meilleur mieux
    rapide rapidement vite urgent tot tard prochain prochaine dernier derniere premier premiere deuxieme
    general normalement vraiment simplement seulement surtout assez environ minimum maximum presque partout ailleurs
    compris inclus special specialement mettre met mettez mis voir vois voyez vu regarder trouver trouve trouvez
    venir viens vient venez venu venue arriver arrive passer passe passez partir rester reste attendre entrer sortir
    habite habiter travaille travailler penser pense pensez croire crois connaitre connaissez comprendre
    sentir tenir laisser garder demander demande repondre ecrire lire appeler appelle parler
    devoir dois doit devrait devrais devez devons hesite interesse interessee interesser
    aime aimer adore preferer prefere servir sert utiliser arreter commencer finir essayer
    marche marcher fonctionner gerer gerez occuper accepter acceptez accepte autorise autorisee obligatoire
    chercher envie cas raison facon maniere sorte type genre exemple idee possibilite faisable
    sera seront serons soit soient ira iront fera feront quelqu autrement sinon ensuite maintenant bientot
    lequel laquelle lesquels celui celle ceux celles rien aucun aucune certains
""")

GRIEVANCES = re.compile(
    r"reclamations?|rembours\w*|inadmissible\w*|scandal\w*|furieu\w+|mecontent\w*|decue?s?|deception|arnaqu\w*"
    r"|plaintes?|plaindre|honteu\w*|honte|debitee?s?|amendes?|avocat\w*|menteu\w*|volee?s?|voleurs?"
    r"|oubliee?s?|perdue?s?|cassee?s?"
)

ASKING = re.compile(
    r"\b(combien|duree|horaire|quel(le)?s?|comment|quand|pourquoi|quoi|est ce|y a|a t|(est|sont) (ils?|elles?)"
    r"|voudrai[st]?|veu[xt]|voulons|souhait\w+|aimer(ai|ais|ions|ait)|cherch(e|ons)|besoin|fau(t|drait)|svp|stp|plait"
    r"|peu[xt]|puis|pouvez|pourr\w+|possib\w+|dois|devons|disponible|adresse|merci de"
    r"|\w+[ei]z vous|vous (\w+[ei]z|etes|faites))\b"
)
"""A question or a request, however carelessly it is written."""

STATING = re.compile(r"\b(je|j|on|ils?|elles?|c|ca|ce|nous|suis|ai|est|sont|etait|etaient|ont|va|vont|fuit|fuient)\b")
"""Somebody does or is something: a sentence, not a bare subject (« prix ? »)."""
