import { CircleAlert } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { Problem } from "@/api/problem";
import { Button } from "@/ui/button";

/** Whether something lasts long enough to be worth showing. */
function useLasting(ms: number): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLasting(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return lasting;
}

/** The shape of what is loading, once it is late enough to be noticed. */
export function Loading({ children }: { children: ReactNode }) {
  const words = useTranslations("states");
  const lasting = useLasting(150);
  return (
    <div role="status" aria-label={words("loading")} className={lasting ? "animate-pulse" : "invisible"}>
      <div aria-hidden="true">{children}</div>
    </div>
  );
}

/** A grey line or block of a skeleton. */
export function Bone({ className }: { className: string }) {
  return <div className={`rounded bg-hover ${className}`} />;
}

/** Nothing to show: one sentence, and one thing to do about it. */
export function Empty({ sentence, children }: { sentence: string; children?: ReactNode }) {
  return (
    <div className="flex flex-col items-center justify-center gap-3 px-6 py-12 text-center text-ink-soft">
      <p className="max-w-sm text-pretty">{sentence}</p>
      {children}
    </div>
  );
}

/** What went wrong, what to do about it, and what to tell the support. */
export function Failed({ error, retry }: { error: Error; retry?: () => void }) {
  const words = useTranslations("states");
  const requestId = error instanceof Problem ? error.requestId : undefined;
  return (
    <div role="alert" className="flex flex-col items-center gap-3 px-6 py-12 text-center">
      <CircleAlert aria-hidden="true" className="text-danger" />
      <p className="font-medium">{error instanceof Problem ? error.title : words("errorTitle")}</p>
      <p className="max-w-sm text-pretty text-ink-soft">{error.message}</p>
      {requestId ? <p className="text-xs text-ink-faint">{words("support", { id: requestId })}</p> : null}
      {retry ? <Button onPress={retry}>{words("retry")}</Button> : null}
    </div>
  );
}

type Tone = "info" | "warning" | "danger" | "success";
const TONES: Readonly<Record<Tone, string>> = {
  info: "bg-sunken text-ink-soft",
  warning: "bg-warning-soft text-warning",
  danger: "bg-danger-soft text-danger",
  success: "bg-success-soft text-success",
};

/** A quiet line across the top of what it is about. */
export function Banner({ tone = "info", children }: { tone?: Tone; children: ReactNode }) {
  return (
    <div role="status" className={`flex items-center gap-2 px-4 py-2 text-[13px] ${TONES[tone]}`}>
      {children}
    </div>
  );
}

/** A word in a pill. Its meaning is in the word, the colour only helps. */
export function Badge({ tone = "info", children }: { tone?: Tone | "accent"; children: ReactNode }) {
  const look = tone === "accent" ? "bg-accent-soft text-accent" : TONES[tone];
  return (
    <span
      className={`inline-flex h-5 items-center rounded-full px-2 text-xs font-medium whitespace-nowrap ${look}`}
    >
      {children}
    </span>
  );
}
