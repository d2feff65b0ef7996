import { X } from "lucide-react";
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "@/ui/button";

type Tone = "info" | "danger" | "success";

interface Toast {
  id: number;
  sentence: string;
  tone: Tone;
}

interface Toasts {
  tell(sentence: string, tone?: Tone): void;
}

const Context = createContext<Toasts>({ tell: () => undefined });
const SHOWN_MS = 8_000;
const LOOKS: Readonly<Record<Tone, string>> = {
  info: "border-line bg-surface text-ink",
  danger: "border-danger bg-danger-soft text-danger",
  success: "border-success bg-success-soft text-success",
};

/** Says something in passing, and reads it to who does not see it. */
export function useToasts(): Toasts {
  return useContext(Context);
}

export function ToastsProvider({ children }: { children: ReactNode }) {
  const words = useTranslations("states");
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const drop = useCallback((id: number) => setToasts((all) => all.filter((one) => one.id !== id)), []);
  const tell = useCallback(
    (sentence: string, tone: Tone = "info") => {
      const id = Date.now() + Math.random();
      setToasts((all) => [...all.slice(-2), { id, sentence, tone }]);
      setTimeout(() => drop(id), SHOWN_MS);
    },
    [drop],
  );
  const value = useMemo(() => ({ tell }), [tell]);
  return (
    <Context value={value}>
      {children}
      <div
        role="status"
        className="pointer-events-none fixed inset-x-4 top-14 z-50 flex flex-col items-center gap-2 *:pointer-events-auto md:top-auto md:right-auto md:bottom-6 md:left-6 md:items-start"
      >
        {toasts.map((toast) => (
          <div
            key={toast.id}
            className={`flex max-w-md items-center gap-2 rounded-md border py-1 pr-1 pl-4 shadow-lg ${LOOKS[toast.tone]}`}
          >
            <p className="py-1.5">{toast.sentence}</p>
            <IconButton label={words("close")} onPress={() => drop(toast.id)}>
              <X size={16} aria-hidden="true" />
            </IconButton>
          </div>
        ))}
      </div>
    </Context>
  );
}
