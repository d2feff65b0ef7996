import type { Owner, Status } from "@/features/conversations/filters";

type Tone = "info" | "warning" | "danger" | "success" | "accent";

export const STATUS_TONES: Readonly<Record<Status, Tone>> = {
  new: "accent",
  open: "info",
  waiting: "warning",
  resolved: "success",
  closed: "info",
};

export const STATUSES: readonly Status[] = ["new", "open", "waiting", "resolved", "closed"];
export const OWNERS: readonly (Owner | "moi")[] = ["moi", "nobody", "assistant", "person"];
