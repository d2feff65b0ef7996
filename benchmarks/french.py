"""Words and names of plausible French, the most frequent first: they are drawn by a law like Zipf's."""

_WORDS = """
bonjour je de la le vous une un pour est ma et à les mon pas que ce des en dans il sur avec avez merci commande
livraison rendez-vous demain matin possible soir prix produit colis toujours reçu quand encore facture paiement magasin
ouvert samedi heure semaine votre notre équipe réponse besoin savoir adresse changer annuler remboursement taille
couleur modèle disponible stock numéro suivi retard problème licence logiciel activation ordinateur version mise jour
installer clé abonnement compte connexion service client conseiller téléphone appeler message photo document dossier
devis contrat signature inscription formation séance cours élève professeur tarif réduction carte cadeau anniversaire
famille garantie réparation atelier pièce moteur révision voiture pneu batterie livreur immeuble code porte urgent
dommage parfait génial désolé impossible incroyable formidable étonnant hâte bientôt volontiers
"""
_GIVEN_NAMES = """
Marie Jean Camille Pierre Nathalie Thomas Julie Nicolas Sophie Antoine Laura Julien Claire Mathieu Élodie Hugo Aurélie
Maxime Céline Lucas Chloé Romain Amélie Kévin Manon Alexandre Inès Gabriel Léa Karim Fatima Mehdi Aïcha Samir Nadia
Youssef Leïla Moussa Aminata Ibrahim Awa Théo Zoé Noé Agathe
"""
_FAMILY_NAMES = """
Martin Bernard Dubois Robert Richard Petit Durand Leroy Moreau Simon Laurent Lefebvre Michel Garcia David Bertrand Roux
Vincent Fournier Morel Girard Mercier Dupont Lambert Bonnet François Martinez Legrand Garnier Faure Rousseau Blanc
Guérin Muller Henry Roussel Perrin Morin Gautier Diallo Traoré
"""
_BEGINNINGS = "Beau Mont Clair Roche Grand Ville Cham Ver Haute Font Bel Cour Val Mal Saint Lon Bri Char Pont"
_ENDINGS = "fort mont val champ lieu court bois guet neuf ville gnon don ret lard chet teau dier min sac rand"

WORDS = tuple(_WORDS.split())
GIVEN_NAMES = tuple(_GIVEN_NAMES.split())
FAMILY_NAMES = (
    *_FAMILY_NAMES.split(),
    *(f"{one}{other}" for other in _ENDINGS.split() for one in _BEGINNINGS.split()),
)
