import type { Schemas } from "@/api/client";
import { change, type Kind } from "@/features/home/change";
import type { CardName } from "@/features/home/period";
import { count, duration, percent } from "@/words/figures";

type Figures = Schemas["FiguresView"];
type Day = Schemas["DayView"];

/** What a card shows of the figures, and which definitions say what it means. */
export interface CardMaking {
  kind: Kind;
  value: (figures: Figures) => number | null;
  told: (value: number | null) => string;
  perDay?: (day: Day) => number | null;
  color: string;
  definitions: readonly string[];
}

const whole = (value: number | null) => count(value ?? 0);

export const MAKING: Readonly<Record<CardName, CardMaking>> = {
  received: {
    kind: "count",
    value: (figures) => figures.messages_received,
    told: whole,
    perDay: (day) => day.messages_received,
    color: "var(--chart-contact)",
    definitions: ["messages_received"],
  },
  assistant: {
    kind: "count",
    value: (figures) => figures.ai_messages_sent,
    told: whole,
    perDay: (day) => day.ai_messages_sent,
    color: "var(--chart-assistant)",
    definitions: ["ai_messages_sent", "human_messages_sent"],
  },
  rate: {
    kind: "share",
    value: (figures) => figures.ai_turn_response_rate,
    told: percent,
    perDay: (day) => day.ai_turn_response_rate,
    color: "var(--chart-assistant)",
    definitions: ["ai_turn_response_rate", "ai_response_rate"],
  },
  active: {
    kind: "count",
    value: (figures) => figures.active_conversations,
    told: whole,
    color: "var(--chart-contact)",
    definitions: ["active_conversations"],
  },
  delay: {
    kind: "delay",
    value: (figures) => figures.p50_response_time_ms,
    told: duration,
    perDay: (day) => day.p50_response_time_ms,
    color: "var(--chart-assistant)",
    definitions: ["p50_response_time_ms", "p95_response_time_ms", "average_response_time_ms"],
  },
  confidence: {
    kind: "share",
    value: (figures) => figures.average_confidence,
    told: percent,
    perDay: (day) => day.average_confidence,
    color: "var(--chart-assistant)",
    definitions: ["average_confidence"],
  },
};

/** What is told beside the figures, of any card. */
export const beside = (figures: Figures) => ({
  turns: figures.turns,
  team: figures.human_messages_sent,
  share: percent(figures.ai_response_rate),
  p95: duration(figures.p95_response_time_ms),
  mean: duration(figures.average_response_time_ms),
  scored: figures.answers_scored,
});

export const changeOf = (making: CardMaking, overview: Schemas["OverviewView"]) =>
  change(making.value(overview.figures), making.value(overview.previous), making.kind);
