import type { Schemas } from "@/api/client";

type Progress = Pick<Schemas["ProgressView"], "state" | "lag_facts" | "lag_s" | "error">;

/** How late a part of the machinery is: the word that tells it, and how grave it is. */
export interface Lag {
  word: "none" | "some" | "late" | "building" | "stopped";
  tone: "success" | "info" | "warning" | "danger";
}

const WORTH_TELLING_S = 5;
const GRAVE_S = 60;

export function lagOf({ state, lag_facts: facts, lag_s: seconds, error }: Progress): Lag {
  if (error) return { word: "stopped", tone: "danger" };
  if (state === "building") return { word: "building", tone: "info" };
  if (facts === 0) return { word: "none", tone: "success" };
  if (seconds < WORTH_TELLING_S) return { word: "some", tone: "success" };
  return { word: "late", tone: seconds < GRAVE_S ? "warning" : "danger" };
}
