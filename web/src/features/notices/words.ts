export const noticesWords = {
  title: "Notifications",
  label:
    "{count, plural, =0 {Notifications} one {Notifications : # non vue} other {Notifications : # non vues}}",
  seeAll: "Tout marquer comme vu",
  empty: "Rien de nouveau pour vous.",
  nameless: "Client sans nom",
  unseen: "Non vue",
  reasons: {
    message: "vous a écrit",
    late_message: "vous a écrit ; le message arrive en retard",
    assigned: "Conversation qui vous est attribuée",
    escalated: "Quelqu'un est demandé",
    woken: "La conversation sort de veille",
  },
} as const;
