import type { Schemas } from "@/api/client";
import { Problem } from "@/api/problem";

export interface StepProps {
  challenge: string;
  enter: (session: Schemas["SignedIn"]) => void;
  /** To the password, with what is to be said there. */
  back: (sentence?: string) => void;
}

/** Too much time went by: only the password helps. */
export const isOver = (error: Error): boolean => error instanceof Problem && error.code === "CHALLENGE_OVER";
