"""120 turns as customers write them, for two trades: to measure the whole router when there is no model.

Written once the router was built, and measured before anything was changed for it. A line is a message of the turn.
An entry of "" means that a person must answer; "hours|urgent": either answers.
"""

Turns = tuple[tuple[str, str], ...]

INSTITUTE_TURNS: Turns = (
    # Hours.
    ("Coucou vous fermez à quel heure ce soir svp", "hours"),
    ("ouver le lundi ??", "hours"),
    ("Bonjour\nVous êtes ouverts le 24 décembre ?", "hours"),
    ("slt c ouvert dimanche matin", "hours"),
    ("Jusqu'à quelle heure peut-on venir le samedi ?", "hours"),
    ("vs bosser le lundi ou pas", "hours"),
    ("Bonsoir, je finis à 18h30, est-ce que vous serez encore ouverts ?", "hours"),
    # Prices.
    ("combien pour un soin visage", "prices"),
    ("cest koi le prix dune manucure svp", "prices"),
    ("Pouvez vous me donner les tarifs des épilations", "prices"),
    ("Bonjour je voudrais connaitre vos prix merci", "prices"),
    ("le massage 1h cest combien", "prices"),
    ("jvoudrais savoir combien coute l epilation des jambes", "prices"),
    ("vous auriez une grille tarifaire ?", "prices"),
    # Booking.
    ("Bonjour, je souhaiterais prendre rdv pour une manucure", "booking"),
    ("slt g besoin dun rdv samedi", "booking"),
    ("Bonjour\nAvez vous une dispo demain après midi\nmerci", "booking"),
    ("on peut reserver par internet ?", "booking"),
    ("il vous reste des créneaux jeudi ?", "booking"),
    ("je peux passer sans rendez-vous ?", "booking"),
    # Cancelling.
    ("je voudrais annulé mon rdv de demain", "cancel"),
    ("Bonjour, j'ai un empêchement, peut-on reporter mon rendez-vous à la semaine prochaine ?", "cancel"),
    ("jarrive en retard de 10 min dsl", "cancel"),
    ("c possible de deplacer le rdv de vendredi", "cancel"),
    ("si j'annule la veille je dois payer ?", "cancel"),
    # Parking and address.
    ("ya un parking pas loin ?", "parking"),
    ("Où est-ce que je peux laisser ma voiture ?", "parking"),
    ("c payant pour se garer dans la rue ?", "parking"),
    ("cest ou votre institut", "address"),
    ("adresse svp", "address"),
    ("Vous êtes dans quel arrondissement ?", "address"),
    ("comment on vient en metro", "address"),
    ("ma mère est en fauteuil, elle peut entrer ?", "address"),
    # Payment.
    ("vs prenez les cheques ?", "payment"),
    ("je peu payer en liquide", "payment"),
    ("Acceptez-vous Apple Pay ?", "payment"),
    ("paiement en plusieurs fois possible ??", "payment"),
    # Gifts.
    ("Je cherche une idée cadeau pour ma maman", "gift"),
    ("vous faite des bon cadeau", "gift"),
    ("ma carte cadeau est valable jusqu'à quand ?", "gift"),
    # Products and health.
    ("vos crèmes sont elles bio", "products"),
    ("est ce que vos produit son testé sur les animaux", "products"),
    ("Quelle marque utilisez vous pour le visage", "products"),
    ("je suis enceinte de 3 mois puis je faire un soin", "health"),
    ("jai une allergie au parfum c grave ?", "health"),
    ("Je suis sous traitement, y a-t-il des contre indications ?", "health"),
    # Several at once.
    ("Bonjour, vous êtes où et y a-t-il un parking ?", "address|parking"),
    ("c quoi vos horaires\net vos tarifs aussi", "hours|prices"),
    ("Bonjour ! Je voudrais offrir un massage à mon mari, c'est combien et comment on fait ?", "gift|prices"),
    # A person must.
    ("Bonjour", ""),
    ("Merci bcp bonne soirée", ""),
    ("Ok parfait à mardi alors 😊", ""),
    ("Vous vendez des vélos ?", ""),
    ("quelle est la capitale de l'Italie", ""),
    ("Je veux parler à quelqu'un svp", ""),
    ("C'est nul j'attends depuis une heure", ""),
    ("mon épilation d'hier m'a brûlée, que faire ?", ""),
    ("je me suis trompée dans ma commande en ligne", ""),
    ("Vous cherchez une apprentie pour la rentrée ?", ""),
    ("jai perdu une boucle doreille chez vous", ""),
)

PLUMBER_TURNS: Turns = (
    # Urgent.
    ("au secours jai une fuite sous levier", "urgent"),
    ("Bonjour, dégât des eaux chez moi, pouvez-vous venir vite ?", "urgent"),
    ("vs venez la nuit ?", "urgent"),
    ("URGENT FUITE D EAU", "urgent"),
    ("Ca coule partout dans ma cuisine\nvenez vite svp", "urgent"),
    ("vous intervenez le dimanche en urgence ?", "urgent|hours"),
    # Quotes.
    ("Je voudrais un devis svp", "quote"),
    ("le devi est payant ?", "quote"),
    ("Bonjour, sous combien de temps aurai-je le devis ?", "quote"),
    ("vs pouvez me faire une estimation pour changer un chauffe eau", "quote"),
    ("c gratuit le devis", "quote"),
    # Rates.
    ("combien vous prenez de l'heure", "rates"),
    ("c koi le prix du deplacement", "rates"),
    ("vos tarif svp", "rates"),
    ("Bonsoir, est-ce plus cher le week-end ?", "rates"),
    ("taux horaire ?", "rates"),
    # Area.
    ("vous venez à Vertou ?", "area"),
    ("Intervenez-vous sur Orvault", "area"),
    ("jhabite carquefou c dans votre zone ?", "area"),
    ("vs vous deplacez jusqua ou", "area"),
    # Hours.
    ("vous etes joignable jusqua quelle heure", "hours"),
    ("ouvert le samedi ?", "hours"),
    ("horaires", "hours"),
    ("Bonjour, à partir de quelle heure peut-on appeler l'atelier ?", "hours"),
    # Payment.
    ("on peut payé par cheque ?", "payment"),
    ("vs prenez la carte bleu", "payment"),
    ("Est-ce que je peux régler en trois fois ?", "payment"),
    ("je voudrais recevoir une facture", "payment"),
    ("il faut donner un acompte ?", "payment"),
    # Warranty.
    ("c garanti combien de temps", "warranty"),
    ("avez vous la décennale", "warranty"),
    ("vous êtes assuré en cas de problème ?", "warranty"),
    ("la pièce changée est sous garantie ?", "warranty"),
    # Boiler.
    ("ma chaudiere marche plus", "boiler"),
    ("plu deau chaude depuis ce matin", "boiler"),
    ("entretien chaudiere gaz prix", "boiler|rates"),
    ("Bonjour, faites-vous des contrats d'entretien ?", "boiler"),
    ("jai plus de chauffage", "boiler"),
    # Bathroom.
    ("je veux changer ma baignoire en douche", "bathroom"),
    ("renovation sdb possible ?", "bathroom"),
    ("vous posez des douches italiennes", "bathroom"),
    ("Bonjour, nous aimerions refaire notre salle de bains cet été", "bathroom"),
    # Blocked.
    ("wc bouché", "blocked"),
    ("mes toilettes debordent", "blocked"),
    ("L'eau ne s'évacue plus dans la douche", "blocked"),
    ("vous débouchez les éviers ?", "blocked"),
    ("le lavabo coule plus il est bouche", "blocked"),
    # Several at once.
    ("Bonjour, j'ai un évier bouché, c'est combien le déplacement ?", "blocked|rates"),
    ("vous faites le devis gratuitement et vous venez à Rezé ?", "quote|area"),
    # A person must.
    ("Bonjour monsieur", ""),
    ("ok merci", ""),
    ("Avez-vous regardé le match ?", ""),
    ("vous faites aussi l'électricité ?", ""),
    ("Je cherche un électricien pour mon tableau", ""),
    ("Votre ouvrier n'est pas venu ce matin, c'est inadmissible", ""),
    ("la fuite est revenue après votre passage, je suis furieux", ""),
    ("rappelez moi svp 0639981234", ""),
    ("Votre technicien a rayé mon parquet", ""),
    ("👍", ""),
    ("Vous prenez des stagiaires de 3e ?", ""),
)
