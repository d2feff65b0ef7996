/** What the dashboard says, in French: vouvoiement, short, no exclamation mark, no internal name. ICU messages. */
export const fr = {
  app: {
    name: "Palabre",
    home: "Accueil",
    conversations: "Conversations",
    assistant: "Assistant",
    phone: "Téléphone",
    supervision: "Supervision",
    signOut: "Se déconnecter",
    theme: "Apparence",
    themeSystem: "Comme le système",
    themeLight: "Claire",
    themeDark: "Sombre",
    navigation: "Navigation principale",
    skip: "Aller au contenu",
    account: "Votre compte",
    notFound: "Cette page n'existe pas.",
    notFoundAction: "Revenir à l'accueil",
  },
  connection: {
    connecting: "Connexion en cours",
    live: "En direct",
    polling: "Actualisé toutes les 4 s",
    lost: "Hors ligne",
    lostSince: "Connexion perdue {ago}. Ce qui est affiché peut avoir changé ; la reprise est automatique.",
  },
  states: {
    loading: "Chargement",
    errorTitle: "Un problème est survenu",
    retry: "Réessayer",
    support: "Code à donner au support : {id}",
    stale: "Ces données datent {ago}.",
    forbidden:
      "Votre rôle ne permet pas d'ouvrir cette page. Un administrateur de votre organisation peut vous l'accorder.",
    more: "Voir plus",
    close: "Fermer",
    cancel: "Annuler",
    save: "Enregistrer",
    saved: "Enregistré.",
    copied: "Copié.",
  },
  signIn: {
    title: "Connexion",
    lead: "Répondez à vos clients sur WhatsApp, et gardez la trace de tout.",
    email: "Adresse e-mail",
    password: "Mot de passe",
    submit: "Se connecter",
    submitting: "Connexion…",
    ended: "Votre session est terminée. Connectez-vous à nouveau.",
  },
} as const;

type Open<T> = { readonly [K in keyof T]: T[K] extends string ? string : Open<T[K]> };
/** The shape of any translation. */
export type Words = Open<typeof fr>;
