import type { ReactNode } from "react";

/** The frame of the screens before one is signed in. */
export function Door({ title, lead, children }: { title: string; lead: ReactNode; children: ReactNode }) {
  return (
    <main className="grid min-h-full place-items-center p-6">
      <div className="w-full max-w-sm">
        <img src="/palabre.svg" alt="" className="mb-6 size-12" />
        <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
        <p className="mt-1 mb-6 text-base text-pretty text-ink-soft">{lead}</p>
        {children}
      </div>
    </main>
  );
}

/** What was refused, unless a field says it. */
export function Refused({ error, unless }: { error: Error | null; unless?: string | undefined }) {
  if (!error || unless) return null;
  return (
    <div role="alert" className="mb-4 rounded-md bg-danger-soft px-3 py-2 text-danger">
      {error.message}
    </div>
  );
}
