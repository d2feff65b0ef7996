export const secondFactorWords = {
  code: "Code",
  codeHint: "Les six chiffres que votre application affiche. Un code de secours convient aussi.",
  firstCode: "Code affiché par l'application",
  firstCodeHint: "Six chiffres, qui changent toutes les 30 secondes.",
  scan: "Ouvrez votre application d'authentification et scannez ce QR code.",
  apps: "Vous n'en avez pas ? Installez-en une, par exemple Google Authenticator, Microsoft Authenticator ou 2FAS.",
  qrCode: "QR code à scanner avec votre application d'authentification",
  byHand: "Ou saisissez cette clé à la main",
  copyKey: "Copier la clé",
  codesTitle: "Vos codes de secours",
  codesLead:
    "Sans votre téléphone, un de ces codes vous laisse entrer. Chacun sert une fois. Gardez-les hors de votre téléphone : ils ne seront plus affichés.",
  copy: "Copier",
  download: "Télécharger",
  fileName: "palabre-codes-de-secours.txt",
  fileTitle: "Codes de secours Palabre. Chacun sert une fois.",
  noted: "Je les ai notés",
} as const;
