import { useTranslations } from "use-intl";
import type { Batch } from "@/features/licences/queries";

/** How far a batch is. */
export function Progress({ batch }: { batch: Batch }) {
  const words = useTranslations("licences.batch");
  const through = batch.phase === "undoing" ? batch.undone_through : batch.through;
  return (
    <div className="flex flex-col gap-1.5">
      <progress
        aria-label={words("progress")}
        value={through}
        max={batch.rows}
        className="h-2 w-full appearance-none overflow-hidden rounded-full [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-hover [&::-webkit-progress-value]:bg-accent"
      />
      <p className="figures text-[13px] text-ink-soft">{words("through", { through, rows: batch.rows })}</p>
    </div>
  );
}
