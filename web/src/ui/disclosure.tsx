import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

/** More, for who asks for it. The browser's own: find-in-page opens it too. */
export function Disclosure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <details className="group mt-2">
      <summary className="-ml-1 inline-flex min-h-7 list-none items-center gap-1 rounded px-1 text-[13px] text-ink-soft hover:text-ink pointer-coarse:min-h-11">
        <ChevronRight
          size={14}
          aria-hidden="true"
          className="shrink-0 transition-transform duration-100 group-open:rotate-90"
        />
        {label}
      </summary>
      {children}
    </details>
  );
}
