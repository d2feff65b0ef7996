export const doorWords = {
  forgotTitle: "Mot de passe oublié",
  forgotLead: "Donnez votre adresse : vous y recevrez un lien pour en choisir un autre.",
  forgotSubmit: "Recevoir un lien",
  forgotSent:
    "Si {email} est l'adresse d'un membre, un lien vient d'y être envoyé. Il est valable trente minutes.",
  resetTitle: "Nouveau mot de passe",
  resetLead: "Il remplacera l'ancien partout, et toutes vos sessions se termineront.",
  resetSubmit: "Changer de mot de passe",
  resetDone: "Votre mot de passe est changé. Vous pouvez vous connecter.",
  joinTitle: "Rejoindre {organization}",
  joinLead: "Vous serez {role}. Choisissez le mot de passe que vous donnerez avec {email}.",
  joinSubmit: "Rejoindre l'équipe",
  joinDone: "Bienvenue dans l'équipe. Vous pouvez vous connecter.",
  signUpTitle: "Ouvrir une organisation",
  signUpLead: "Vous en serez l'administrateur, et pourrez inviter votre équipe.",
  signUpSubmit: "Ouvrir l'organisation",
  signUpSent:
    "Un lien pour choisir votre mot de passe vient d'être envoyé à {email}. Il est valable sept jours.",
  organization: "Nom de l'organisation",
  name: "Votre nom",
  email: "Adresse e-mail",
  password: "Mot de passe",
  passwordHint:
    "Au moins 12 caractères, sans votre nom ni mot de passe courant. Une phrase convient très bien.",
  back: "Revenir à la connexion",
  noLink: "Ce lien est incomplet. Ouvrez-le à nouveau depuis le courriel.",
};
