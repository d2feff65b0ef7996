import { useAct } from "@/app/use-act";
import { keys } from "@/live/cache-keys";

/** Something that is done against a code. */
export const useCode = <T>(
  ask: (code: string) => Promise<T>,
  told: string,
  then: () => void = () => undefined,
) => useAct<string, T>(ask, told, then, keys.secondFactor());
