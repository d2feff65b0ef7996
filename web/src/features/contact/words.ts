export const storyWords = {
  filter: "Ce qui est montré",
  essential: "L'essentiel",
  said: "Messages",
  followed: "Suivi",
  sent: "Envois",
  record: "Fiche",
  all: "Tout",
  open: "Ouvrir la conversation",
  data: "Données enregistrées",
} as const;

export const clientActsWords = {
  consent: {
    by: {
      first_contact: "Parce que le client a écrit le premier.",
      word: "Le client a écrit « {word} ».",
      preference: "Réglage choisi par le client dans WhatsApp.",
      person: "Noté par un membre de l'équipe.",
    },
    theirs: "Seul le client peut y revenir, en écrivant REPRENDRE.",
    withdraw: "Noter un refus",
  },
  withdraw: {
    title: "Le client ne veut plus de messages",
    follows:
      "Plus aucun message ne partira sans qu'il écrive d'abord. Seul le client peut y revenir, en écrivant REPRENDRE.",
    reason: "Comment le client l'a demandé",
    reasonExample: "Demandé au téléphone ce matin",
    reasonMissing: "Dites comment le client l'a demandé.",
    submit: "Noter le refus",
    done: "Refus noté.",
  },
  erase: {
    open: "Supprimer ce client",
    title: "Supprimer ce client",
    thisClient: "ce client",
    follows:
      "Le nom, les identifiants et tous les messages de {name} deviendront illisibles, pour toujours et pour tout le monde. Le même numéro sera ensuite un nouveau client.",
    type: "Pour confirmer, écrivez {word}",
    submit: "Supprimer pour toujours",
    done: "Client supprimé.",
  },
} as const;
