import type { ReactNode } from "react";

interface Props {
  title: string;
  lead?: string;
  aside?: ReactNode;
  children: ReactNode;
}

/** A part of a screen, under its name. */
export function Section({ title, lead, aside, children }: Props) {
  return (
    <section className="rounded-md border border-line bg-surface">
      <div className="flex flex-wrap items-start gap-3 px-4 pt-4 pb-3">
        <div className="min-w-0 flex-1 basis-60">
          <h2 className="font-semibold">{title}</h2>
          {lead ? <p className="mt-0.5 max-w-prose text-[13px] text-pretty text-ink-soft">{lead}</p> : null}
        </div>
        {aside}
      </div>
      {children}
    </section>
  );
}
