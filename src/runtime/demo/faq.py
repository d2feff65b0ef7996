"""What the assistant of Institut Lumière knows: ten answers, and the words in which customers ask."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the FAQ. `key` names it in the dialogues, nowhere else."""

    key: str
    question: str
    answer: str
    variants: tuple[str, ...]


FAQ = (
    Entry(
        key="hours",
        question="Quels sont vos horaires d'ouverture ?",
        answer=(
            "L'institut est ouvert du mardi au vendredi de 9 h 30 à 19 h et le samedi de 9 h à 18 h."
            " Nous sommes fermés le dimanche et le lundi."
        ),
        variants=(
            "Êtes-vous ouverts aujourd'hui ?",
            "Vous ouvrez le dimanche ou le lundi ?",
            "Vous êtes ouverts le samedi ?",
            "À quelle heure fermez-vous ?",
            "Quels jours êtes-vous fermés ?",
        ),
    ),
    Entry(
        key="prices",
        question="Quels sont vos tarifs ?",
        answer=(
            "Soin du visage à partir de 59 €, modelage du corps 75 € l'heure, épilation jambes complètes 32 €,"
            " manucure 35 €. La carte complète est sur institut-lumiere.demo/tarifs."
        ),
        variants=(
            "Combien coûte un soin du visage ?",
            "Quel est le prix d'une épilation ?",
            "C'est combien la manucure ?",
            "Combien pour un massage d'une heure ?",
            "Pouvez-vous m'envoyer la carte des soins avec les prix ?",
        ),
    ),
    Entry(
        key="booking",
        question="Comment prendre rendez-vous ?",
        answer=(
            "Vous pouvez réserver en ligne sur institut-lumiere.demo/rdv, ou nous dire ici le soin, le jour"
            " et l'heure qui vous conviennent : nous confirmons dans la journée."
        ),
        variants=(
            "Je voudrais réserver un soin",
            "Avez-vous une disponibilité cette semaine ?",
            "Vous avez de la place samedi ?",
            "Peut-on réserver en ligne ?",
            "Faut-il prendre rendez-vous ou peut-on venir sans ?",
        ),
    ),
    Entry(
        key="cancel",
        question="Puis-je annuler ou déplacer mon rendez-vous ?",
        answer=(
            "Oui, sans frais jusqu'à 24 heures avant. Indiquez-nous ici votre nom et l'heure du rendez-vous,"
            " ou passez par le lien reçu avec la confirmation. Après ce délai, 50 % du soin reste dû."
        ),
        variants=(
            "Je ne peux pas venir à mon rendez-vous",
            "Comment décaler mon rendez-vous ?",
            "Quelles sont les conditions d'annulation ?",
            "Je veux changer l'heure de ma réservation",
            "Je vais être en retard à mon rendez-vous",
        ),
    ),
    Entry(
        key="parking",
        question="Où se garer près de l'institut ?",
        answer=(
            "Le parking Saint-Georges est à 150 mètres (première heure gratuite), et la rue est en zone bleue"
            " de 9 h à 18 h."
        ),
        variants=(
            "Y a-t-il un parking ?",
            "Le stationnement est-il payant ?",
            "C'est facile de se garer chez vous ?",
        ),
    ),
    Entry(
        key="payment",
        question="Quels moyens de paiement acceptez-vous ?",
        answer=(
            "Carte bancaire, espèces, chèque, Apple Pay et Google Pay. Dès 150 €, vous pouvez payer en trois fois"
            " sans frais. Les tickets restaurant ne sont pas acceptés."
        ),
        variants=(
            "Peut-on payer par carte bancaire ?",
            "Acceptez-vous les chèques ou les espèces ?",
            "Puis-je régler en plusieurs fois ?",
            "Faut-il verser un acompte ?",
        ),
    ),
    Entry(
        key="gift",
        question="Proposez-vous des cartes cadeaux ?",
        answer=(
            "Oui, du montant de votre choix ou pour un soin précis, valables un an. En boutique, ou en ligne sur"
            " institut-lumiere.demo/cadeaux avec envoi immédiat par e-mail."
        ),
        variants=(
            "Je voudrais offrir un soin",
            "Comment acheter un bon cadeau ?",
            "Combien de temps une carte cadeau est-elle valable ?",
            "Avez-vous une idée de cadeau pour un anniversaire ?",
        ),
    ),
    Entry(
        key="products",
        question="Quels produits utilisez-vous ?",
        answer=(
            "Nous travaillons avec deux maisons françaises, Terre d'Iris (certifiée bio) et Laboratoire Aubrac,"
            " non testées sur les animaux. Leurs produits sont en vente à l'institut."
        ),
        variants=(
            "Vos produits sont-ils bio ?",
            "Quelles marques de cosmétiques avez-vous ?",
            "Vendez-vous des crèmes ?",
            "Vos produits sont-ils naturels ou testés sur les animaux ?",
        ),
    ),
    Entry(
        key="health",
        question="Les soins conviennent-ils aux femmes enceintes ou en cas d'allergie ?",
        answer=(
            "La plupart, oui : nous avons un modelage prénatal dès le quatrième mois, et des produits sans parfum."
            " Prévenez-nous à la réservation d'une grossesse, d'une allergie ou d'un traitement."
        ),
        variants=(
            "Je suis enceinte, puis-je faire un massage ?",
            "J'ai une allergie, est-ce un problème ?",
            "J'ai la peau sensible, que me conseillez-vous ?",
            "Y a-t-il des contre-indications ?",
        ),
    ),
    Entry(
        key="address",
        question="Où se trouve l'institut ?",
        answer=(
            "12 rue des Tanneurs à Lyon (5e), métro D, arrêt Vieux Lyon. L'entrée est de plain-pied"
            " et accessible en fauteuil roulant."
        ),
        variants=(
            "Quelle est votre adresse ?",
            "Comment venir en métro ou en bus ?",
            "Vous êtes situés dans quel quartier ?",
            "L'institut est-il accessible aux personnes à mobilité réduite ?",
        ),
    ),
)
