import type { Schemas } from "@/api/client";
import { inOrder } from "@/features/assistant/hours";

export type Settings = Schemas["AssistantView"];
export type Field = keyof Settings;

/** In the order of the screen. */
export const FIELDS: readonly Field[] = [
  "automatic",
  "business",
  "tone",
  "manner",
  "signature",
  "hours",
  "away",
  "threshold",
  "handover",
  "model_allowed",
];

/** Longest texts, as the server counts them. */
export const LIMITS = { business: 4000, manner: 300, signature: 60, away: 1000, handover: 1000 } as const;

/** The settings that somebody changes: what they began with, and what they want. */
export interface Draft {
  base: Settings;
  wanted: Settings;
}

/** As the server keeps them: no blanks around texts, ranges in order. */
export function cleaned(settings: Settings): Settings {
  const texts = Object.entries(settings).map(([name, value]) => [
    name,
    typeof value === "string" ? value.trim() : value,
  ]);
  return { ...(Object.fromEntries(texts) as Settings), hours: inOrder(settings.hours) };
}

const said = (settings: Settings, field: Field): string => JSON.stringify(cleaned(settings)[field]);

/** What differs, in the order of the screen. */
export function changed(before: Settings, after: Settings): Field[] {
  return FIELDS.filter((field) => said(before, field) !== said(after, field));
}

/** What was changed here and, otherwise, by a colleague meanwhile. */
export function conflicts({ base, wanted }: Draft, theirs: Settings): Field[] {
  const mine = changed(base, wanted);
  const disputed = changed(wanted, theirs);
  return changed(base, theirs).filter((field) => mine.includes(field) && disputed.includes(field));
}

/** What a colleague did, with what was changed here on top of it. */
export function merged({ base, wanted }: Draft, theirs: Settings): Draft {
  const mine = Object.fromEntries(changed(base, wanted).map((field) => [field, wanted[field]]));
  return { base: theirs, wanted: { ...theirs, ...mine } };
}

const place = (userId: string) => `palabre.assistant.${userId}`;

/** What this person had not saved: it survives a reload, and a session that ends. */
export function readDraft(userId: string): Draft | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(place(userId)) ?? "null") as Draft | null;
    const whole = (settings: Settings | undefined) => FIELDS.every((field) => field in (settings ?? {}));
    return kept && whole(kept.base) && whole(kept.wanted) ? kept : undefined;
  } catch {
    return undefined; // what cannot be read is no draft
  }
}

export function keepDraft(userId: string, draft: Draft): void {
  if (changed(draft.base, draft.wanted).length) sessionStorage.setItem(place(userId), JSON.stringify(draft));
  else dropDraft(userId);
}

export const dropDraft = (userId: string): void => sessionStorage.removeItem(place(userId));
