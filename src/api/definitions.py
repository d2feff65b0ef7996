"""What each figure means, in French. A meaning that changes gets another version; the old text stays."""

from projections.figures import VERSION

DEFINITIONS: dict[str, dict[str, str]] = {
    VERSION: {
        "messages_received": "Les messages des clients, à l'heure du fournisseur.",
        "ai_messages_sent": "Les messages de l'assistant que le fournisseur a acceptés, à l'heure de l'acceptation,"
        " phrases de passage de main comprises.",
        "human_messages_sent": "Les messages de l'équipe que le fournisseur a acceptés, à l'heure de l'acceptation.",
        "ai_response_rate": "Messages de l'assistant acceptés ÷ messages reçus, sur la même période. Peut dépasser"
        " 100 % ; un client qui écrit en plusieurs fois le fait baisser.",
        "ai_turn_response_rate": "Tours de parole auxquels l'assistant a répondu le premier ÷ tours auxquels il avait"
        " le droit de répondre. Un tour réunit les messages d'un client jusqu'au message suivant de notre part ; il"
        " compte à l'heure de son premier message. L'assistant a le droit de répondre quand la conversation est à lui,"
        " que les réponses automatiques sont actives, et que le message nous est parvenu moins de 15 minutes après"
        " avoir été écrit. La phrase de passage de main est une réponse.",
        "active_conversations": "Les conversations qui ont eu au moins un message reçu ou envoyé.",
        "average_response_time_ms": "Du dernier message du client (heure du fournisseur) à l'acceptation de la réponse"
        " de l'assistant par le fournisseur : la moyenne, exacte.",
        "p50_response_time_ms": "Le même temps de réponse : la médiane, à 2,5 % près.",
        "p95_response_time_ms": "Le même temps de réponse : 95 % des réponses sont plus rapides, à 2,5 % près.",
        "average_confidence": "La moyenne du score enregistré des réponses de l'assistant acceptées par le fournisseur,"
        " phrases de passage de main exclues.",
    }
}

OF_A_LICENCE: dict[str, str] = {
    "mrr_cents": "Le revenu mensuel : le prix du mois tant que la licence est active ou en grâce ; 0 quand elle est"
    " suspendue, expirée, révoquée, ou un geste commercial. En centimes de `currency`.",
    "ltv_cents": "La valeur d'un an : 12 fois le prix du mois, quel que soit le statut ; 0 pour un geste commercial."
    " En centimes de `currency`.",
}
"""The figures of one licence."""
