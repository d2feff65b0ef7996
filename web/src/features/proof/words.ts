export const proofWords = {
  title: "Confirmez que c'est bien vous",
  lead: "Votre connexion date un peu, et cette action ne s'annule pas. Elle se fera dès que vous aurez confirmé.",
  password: "Mot de passe",
  submit: "Confirmer",
} as const;
