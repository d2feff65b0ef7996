import type { ReactNode } from "react";

const focus = (title: HTMLElement | null) => title?.focus();

/** What a step is about. Who does not see it is led to it when the step comes, unless a field asks for the eye. */
export function Title({ led = false, children }: { led?: boolean; children: ReactNode }) {
  return (
    <h1
      tabIndex={led ? -1 : undefined}
      ref={led ? focus : undefined}
      className="text-2xl font-semibold tracking-tight outline-none"
    >
      {children}
    </h1>
  );
}

export function Lead({ children }: { children: ReactNode }) {
  return <p className="mt-1 mb-6 text-base text-pretty text-ink-soft">{children}</p>;
}

/** What was refused, said at once to who does not see it. */
export function Refusal({ children }: { children: ReactNode }) {
  return (
    <div role="alert" className="mb-4 rounded-md bg-danger-soft px-3 py-2 text-danger">
      {children}
    </div>
  );
}
