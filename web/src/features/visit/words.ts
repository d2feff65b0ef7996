export const visitWords = {
  label: "Visite",
  here: "Vous êtes en visite chez {name} jusqu'à {time}.",
  seen: "Tout ce que vous faites est sous les yeux de l'équipe.",
  leave: "Quitter",
  leaveVisit: "Quitter la visite",
  mark: "Support en visite",
} as const;
