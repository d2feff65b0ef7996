"""The FAQ of an artisan plumber, in ten entries."""

from runtime.demo.faq import Entry

PLUMBER = (
    Entry(
        key="urgent",
        question="Intervenez-vous en urgence ?",
        answer="Oui, 7 jours sur 7 et 24 heures sur 24 pour une fuite ou un dégât des eaux. Appelez le 06 39 98 00 00.",
        variants=(
            "J'ai une fuite d'eau",
            "C'est urgent, pouvez-vous venir tout de suite ?",
            "Vous déplacez-vous la nuit ou le week-end ?",
            "J'ai un dégât des eaux",
        ),
    ),
    Entry(
        key="quote",
        question="Le devis est-il gratuit ?",
        answer="Oui, le devis est gratuit et sans engagement. Envoyez-nous des photos, vous l'aurez sous 48 heures.",
        variants=(
            "Je voudrais un devis",
            "Pouvez-vous estimer le prix des travaux ?",
            "Comment obtenir un devis ?",
            "Sous combien de temps envoyez-vous le devis ?",
        ),
    ),
    Entry(
        key="rates",
        question="Quels sont vos tarifs ?",
        answer="Le déplacement est à 35 €, la main-d'œuvre à 58 € l'heure. La nuit et le dimanche, 50 % de plus.",
        variants=(
            "Combien coûte un déplacement ?",
            "Quel est votre taux horaire ?",
            "C'est combien l'heure de main-d'œuvre ?",
        ),
    ),
    Entry(
        key="area",
        question="Dans quelles communes intervenez-vous ?",
        answer="À Nantes et dans un rayon de 25 km : Rezé, Orvault, Saint-Herblain, Vertou, Carquefou.",
        variants=(
            "Vous déplacez-vous à Rezé ?",
            "Quelle est votre zone d'intervention ?",
            "Venez-vous jusqu'à Saint-Herblain ?",
        ),
    ),
    Entry(
        key="hours",
        question="Quels sont vos horaires ?",
        answer="L'atelier répond du lundi au vendredi de 8 h à 18 h. En dehors, le numéro d'urgence reste joignable.",
        variants=(
            "Êtes-vous ouverts le samedi ?",
            "À quelle heure puis-je vous appeler ?",
            "Vous travaillez le week-end ?",
        ),
    ),
    Entry(
        key="payment",
        question="Quels moyens de paiement acceptez-vous ?",
        answer="Carte bancaire, virement, chèque ou espèces à la fin de l'intervention. En trois fois dès 300 €.",
        variants=(
            "Peut-on payer par carte ?",
            "Puis-je payer en plusieurs fois ?",
            "Faut-il verser un acompte ?",
            "Envoyez-vous une facture ?",
        ),
    ),
    Entry(
        key="warranty",
        question="Vos travaux sont-ils garantis ?",
        answer="Oui : pièces et main-d'œuvre deux ans, gros travaux dix ans, avec attestation d'assurance décennale.",
        variants=(
            "Avez-vous une garantie décennale ?",
            "Êtes-vous assurés ?",
            "La réparation est-elle sous garantie ?",
        ),
    ),
    Entry(
        key="boiler",
        question="Entretenez-vous les chaudières ?",
        answer="Oui, l'entretien annuel obligatoire d'une chaudière gaz est à 129 €, certificat compris.",
        variants=(
            "Ma chaudière est en panne",
            "Je n'ai plus de chauffage ni d'eau chaude",
            "Proposez-vous un contrat d'entretien ?",
            "Faites-vous la révision annuelle de chaudière ?",
        ),
    ),
    Entry(
        key="bathroom",
        question="Faites-vous la rénovation de salle de bain ?",
        answer="Oui, de la dépose au carrelage : douche à l'italienne, baignoire. Comptez deux à trois semaines.",
        variants=(
            "Je veux refaire ma salle de bain",
            "Pouvez-vous remplacer une baignoire par une douche ?",
            "Installez-vous des douches à l'italienne ?",
        ),
    ),
    Entry(
        key="blocked",
        question="Débouchez-vous les canalisations ?",
        answer="Oui, au furet ou à haute pression, évier, douche et toilettes, le plus souvent le jour même.",
        variants=(
            "Mes toilettes sont bouchées",
            "L'évier ne s'écoule plus",
            "Le lavabo est bouché",
            "J'ai un WC qui déborde",
        ),
    ),
)
