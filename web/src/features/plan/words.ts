export const planWords = {
  title: "Formule",
  yours: "Votre formule",
  price: "{price} {currency} / mois",
  none: "L'organisation qui exploite la plateforme n'a pas de formule : rien ne la limite.",
  gauges: "Ce qu'il reste",
  contacts: "Contacts",
  messages: "Messages du mois",
  agents: "Personnes qui répondent",
  used: "{used} sur {limit}",
  usedOf: "{used}, sans limite",
  left: "{left, plural, =0 {Il n'en reste plus.} one {Il en reste #.} other {Il en reste #.}}",
  over: "{over, plural, one {# de plus que la formule n'en compte.} other {# de plus que la formule n'en compte.}}",
  contactsHint: "Un nouveau client est toujours reçu, même au-delà.",
  messagesHint: "Équipe et assistant. Le compte repart de zéro le 1er {month}.",
  team: "Voir l'équipe",
  agentsHint: "Invitations en attente comprises. Les lecteurs ne comptent pas.",
  offers: "Les formules",
  offersLead:
    "Pour en changer, écrivez à l'équipe qui exploite la plateforme. Une formule plus petite ne retire personne et n'efface rien.",
  current: "La vôtre",
  offerMessages: "Messages par mois",
  upTo: "{count}+",
  unlimited: "Illimités",
  banner: {
    messagesNone:
      "Les messages de ce mois sont utilisés : rien ne part avant le 1er {month}, et l'assistant passe la main à l'équipe.",
    messagesFew: "{percent} des messages du mois sont utilisés : il en reste {left} jusqu'au 1er {month}.",
    contactsNone:
      "Vous avez {used} contacts, pour {limit} dans la formule. Les nouveaux clients sont toujours reçus.",
    contactsFew: "{percent} des contacts de la formule sont utilisés : il en reste {left}.",
    see: "Voir la formule",
    hide: "Masquer",
  },
  composerFew:
    "{left, plural, one {Il reste # message} other {Il reste # messages}} à l'organisation ce mois-ci.",
  composerNone: "Plus de message ce mois-ci : les envois reprennent le 1er {month}.",
  placesLeft:
    "{left, plural, =0 {Plus de place dans la formule pour qui répond aux clients : seul un lecteur peut être invité.} one {Il reste # place sur {limit} pour qui répond aux clients. Un lecteur n'en prend pas.} other {Il reste # places sur {limit} pour qui répond aux clients. Un lecteur n'en prend pas.}}",
} as const;
