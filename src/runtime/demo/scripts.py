"""The dialogues of the demonstration: those of the month, and those of the last hours."""

from domain.conversations.content import Choice, Location, Unsupported
from runtime.demo.lines import Answers, Fails, HandsOver, Reacts, Replies, Says, script

BY_THE_ASSISTANT = (
    script(
        Says(
            "Bonjour, êtes-vous ouverts le samedi ? | Bonsoir, à quelle heure fermez-vous le vendredi ?"
            " | vs ouvrez le lundi ? | Bonjour, quels sont vos horaires svp ?"
        ),
        Answers("hours"),
        Reacts("👍"),
    ),
    script(
        Says(
            "Bonjour, combien coûte un soin du visage ? | c koi vos tarifs svp | Bonjour, quel est le prix d'une"
            " épilation jambes complètes ? | Combien pour un massage d'une heure ?"
        ),
        Answers("prices"),
        Says("Et vous prenez la carte bancaire ? | On peut payer en plusieurs fois ? | Vous acceptez les chèques ?", 4),
        Answers("payment"),
    ),
    script(
        Says(
            "Où se garer près de l'institut ? | Bonjour, y a-t-il un parking ? | c'est facile de se garer chez vous ?"
        ),
        Answers("parking"),
    ),
    script(
        Says(
            "Bonjour 😊 je voudrais offrir un soin, comment faire ? | Vous faites des cartes cadeaux ?"
            " | slt vous avez des bons kdo ?"
        ),
        Answers("gift"),
        Says("Combien de temps est-elle valable, la carte cadeau ? | Où acheter une carte cadeau en ligne ?", 3),
        Answers("gift"),
        Reacts("❤️"),
    ),
    script(
        Says(
            "Bonjour, je suis enceinte de 5 mois, est-ce que je peux faire un massage ?"
            " | J'ai une allergie aux parfums, est-ce un problème pour les soins ?"
            " | Bonjour, j'ai la peau sensible, que me conseillez-vous ?"
        ),
        Answers("health"),
        Says("Quels produits utilisez-vous ? | Vos produits sont-ils bio ?", 5),
        Answers("products"),
    ),
    script(
        Says("Quelle est votre adresse ? | Bonjour, où se trouve l'institut exactement ? | Vous êtes où ?"),
        Answers("address"),
        Says("Et pour venir en métro ? | Il y a un métro pour venir ?", 1),
        Answers("address"),
    ),
    script(
        Says(
            "Bonjour, comment annuler mon rendez-vous ? | Est-il possible de décaler mon rendez-vous ?"
            " | Bonjour, je peux déplacer mon rdv ?"
        ),
        Answers("cancel"),
    ),
    script(
        Says("Bonjour"),
        Says("Peut-on réserver en ligne ? | je voudrais prendre rdv svp | Avez-vous une disponibilité samedi ?", 0.2),
        Answers("booking"),
        Reacts("🙏"),
    ),
)

BY_THE_TEAM = (
    script(
        Says("Bonjour, je voudrais parler à Inès, elle me connaît bien | Camille est-elle là cet après-midi ?"),
        HandsOver("asked"),
        Replies("Bonjour {first}, c'est {agent}. Je vous écoute !"),
        Says("J'ai adoré le dernier modelage, je reprendrais bien la même formule dans quinze jours.", 6),
        Replies("Avec plaisir ! Je vous propose le jeudi à 17 h ou le samedi à 11 h.", 4),
        Says("Samedi 11 h, parfait | Jeudi 17 h très bien, merci", 3),
        Replies("C'est noté, à très vite {first} !", 2),
        Reacts("😊"),
    ),
    script(
        Says("J'ai oublié mon foulard en cabine ce matin | Je crois que j'ai laissé mes boucles d'oreilles chez vous"),
        HandsOver(),
        Replies("Bonjour {first}, oui, nous l'avons trouvé ! Nous le gardons à l'accueil pour vous."),
        Says("Ouf, merci beaucoup ! Je passe demain.", 5),
        Replies("À demain alors. Bonne soirée !", 3),
    ),
    script(
        Says("Le vernis posé mardi s'est écaillé dès le lendemain, je suis un peu déçue"),
        HandsOver("sentiment"),
        Replies("Bonjour {first}, je suis désolée, ce n'est pas normal. Passez quand vous voulez, nous le refaisons."),
        Says("C'est gentil. Vendredi vers 12 h, c'est possible ?", 12),
        Replies("Vendredi 12 h, c'est réservé, sans frais bien sûr. {agent}", 6),
        ending="closed",
    ),
    script(
        Says("Bonjour, quel est le prix d'un soin du visage ?"),
        Answers("prices"),
        Says("Et pour une mariée, avec essai, maquillage et coiffure, vous avez un forfait ?", 3),
        HandsOver(),
        Replies(
            "Bonjour {first}, félicitations ! Nous avons une formule mariée à 180 €, essai compris. Quelle date ?", 15
        ),
        Says("Le 12 septembre, à Lyon 3e", 9),
        Replies("Nous sommes libres ce jour-là. Je vous appelle demain pour en parler, à quel numéro ?", 7),
        Says("Celui-ci, après 18 h. Merci !", 4),
    ),
    script(
        Says("Pouvez-vous m'envoyer la facture de ma dernière visite ? C'est pour ma mutuelle"),
        HandsOver(),
        Replies("Bonjour {first}, bien sûr. Je vous l'envoie par e-mail dans l'heure."),
        Says("Reçue, merci beaucoup", 55),
        ending="closed",
    ),
    script(
        Says(Location(latitude=45.7602, longitude=4.8266, name="Place Saint-Jean", address="69005 Lyon")),
        HandsOver("not_text"),
        Replies("Bonjour {first}, vous êtes à deux minutes : prenez la rue Saint-Jean, puis la rue des Tanneurs.", 2),
        Says("Merci, j'arrive !", 1),
    ),
    script(
        Says("Bonjour, vous avez de la place samedi pour une manucure ?"),
        Answers("booking"),
        Says(Choice(choice="button", id="callback", title="Être rappelée"), 1),
        HandsOver("asked"),
        Replies("Bonjour {first}, {agent} à l'institut. Je vous rappelle dans dix minutes.", 9),
        Says("Super, merci", 2),
    ),
    script(
        Says(Unsupported(type="poll", detail="sondage")),
        HandsOver("not_text"),
        Replies("Bonjour {first}, nous ne pouvons pas ouvrir ce type de message. Pouvez-vous nous l'écrire ?", 20),
        Says("Ah mince ! Je demandais à mes témoins quel soin choisir, mauvais destinataire 😅", 6),
        Replies("Aucun souci, nous sommes là si vous hésitez !", 3),
    ),
)

OF_THE_DAY = (
    (26, script(Says("Bonjour, auriez-vous un créneau pour deux personnes en duo demain ?"), ending="unread")),
    (34, script(Says("Ma commande en ligne n'est toujours pas arrivée"), Says("Numéro 4127", 1), ending="unread")),
    (
        48,
        script(
            Says("Bonjour, quels sont vos tarifs ?"),
            Answers("prices"),
            Says("Et pour un enterrement de vie de jeune fille, nous serions huit ?", 3),
            HandsOver(),
            ending="unread",
        ),
    ),
    (
        75,
        script(
            Says("Ma carte bancaire a été débitée deux fois hier, merci de me rembourser"),
            HandsOver("sentiment"),
            Says("Je précise que c'est urgent", 9),
            ending="unread",
        ),
    ),
    (
        110,
        script(
            Says("Je voudrais parler à la responsable s'il vous plaît"),
            HandsOver("asked"),
            Replies("Bonjour {first}, {agent} à l'appareil. Dites-moi tout !", 6, as_manager=True),
            Says("J'aimerais organiser une journée bien-être pour mon équipe de douze personnes, en octobre.", 5),
            Replies("Belle idée ! Préférez-vous l'institut privatisé, ou dans vos locaux ?", 7, as_manager=True),
            ending="seen",
        ),
    ),
    (150, script(Says("Bonjour, vous êtes ouverts aujourd'hui ?"), Answers("hours"), Reacts("👍"), ending="seen")),
    (
        200,
        script(
            Says("Je ne sais pas si je dois choisir le soin éclat ou le soin hydratant, vous en pensez quoi ?"),
            HandsOver(),
            ending="unread",
        ),
    ),
    (
        260,
        script(
            Says("Bonsoir, comment acheter un bon cadeau ?"),
            Answers("gift"),
            Says("Peut-on payer en 3 fois ?", 6),
            Answers("payment"),
            ending="seen",
        ),
    ),
    (
        330,
        script(
            Says("Je souhaite échanger la crème achetée la semaine dernière"),
            HandsOver(),
            Fails("Bonjour {first}, c'est possible si elle n'a pas été ouverte. Pouvez-vous passer cette semaine ?"),
            ending="seen",
        ),
    ),
)
"""Minutes before now, and what was said then. The assistant was off when the first two wrote."""
