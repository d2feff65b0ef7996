export const proofWords = {
  title: "Confirmez que c'est bien vous",
  lead: "Votre connexion date un peu, et cette action demande d'être sûr. Elle se fera dès que vous aurez confirmé.",
  password: "Mot de passe",
  submit: "Confirmer",
} as const;
