import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Download } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { api, data } from "@/api/client";
import { useMay } from "@/app/me";
import { BatchRows } from "@/features/licences/batch-rows";
import { PhaseBadge } from "@/features/licences/imports";
import { Progress } from "@/features/licences/progress";
import { type Batch, batchQuery, isRunning } from "@/features/licences/queries";
import { Verdicts } from "@/features/licences/verdicts";
import { keys } from "@/live/cache-keys";
import { Button } from "@/ui/button";
import { download } from "@/ui/download";
import { Loaded } from "@/ui/loaded";
import { Section } from "@/ui/section";
import { Banner } from "@/ui/states";
import { useToasts } from "@/ui/toasts";
import { moment, shortDay } from "@/words/moments";

const Undo = lazy(() => import("@/features/licences/undo"));

/** One import: what it would give, how far it is, what it gave. */
export function ImportSheet({ batchId }: { batchId: string }) {
  const found = useQuery(batchQuery(batchId));
  return (
    <Loaded query={found} bone="h-60">
      {(batch) => (
        <>
          <Summary batch={batch} />
          <BatchRows batch={batch} />
        </>
      )}
    </Loaded>
  );
}

function Summary({ batch }: { batch: Batch }) {
  const words = useTranslations("licences.importing");
  const isUndone = batch.phase === "undoing" || batch.phase === "undone";
  const conflicts = batch.undo_counts.conflict ?? 0;
  return (
    <Section
      title={batch.file_name || words("nameless")}
      lead={words("line", { rows: batch.rows, date: moment(new Date(batch.prepared_at)) })}
      aside={<PhaseBadge phase={batch.phase} />}
    >
      <div className="flex flex-col gap-4 px-4 pb-4">
        {isRunning(batch) || batch.phase === "stopped" ? <Progress batch={batch} /> : null}
        {batch.reason ? <Banner tone="warning">{batch.reason}</Banner> : null}
        <div role="status" className="flex flex-col gap-3">
          <Given batch={batch} isUndone={isUndone} />
          {conflicts ? <Banner tone="warning">{words("conflicts")}</Banner> : null}
        </div>
        <Acts batch={batch} />
        {batch.file_name ? (
          <p className="text-[13px] text-ink-faint">
            {words("fileUntil", { date: shortDay(new Date(batch.file_until)) })}
          </p>
        ) : null}
      </div>
    </Section>
  );
}

function Given({ batch, isUndone }: { batch: Batch; isUndone: boolean }) {
  const words = useTranslations("licences.importing");
  const [said, counts] = isUndone
    ? (["undone", batch.undo_counts] as const)
    : batch.phase === "prepared"
      ? (["expected", batch.expected] as const)
      : (["gave", batch.counts] as const);
  return (
    <div className="flex flex-col gap-1">
      <p className="text-[13px] text-ink-soft">{words(said)}</p>
      <Verdicts label={words(said)} counts={counts} />
    </div>
  );
}

/** What may be done about it, as it stands. */
function Acts({ batch }: { batch: Batch }) {
  const words = useTranslations("licences");
  const { batch_id, counts } = batch;
  return (
    <div className="flex flex-wrap gap-2">
      <Running batch={batch} />
      <Rejects batch={batch} />
      <Undoing batch={batch} />
      {counts.created ? (
        <Link
          to="/licences"
          search={{ import: batch_id }}
          className="inline-flex h-9 items-center px-2 text-accent underline pointer-coarse:h-11"
        >
          {words("importing.seeLicences")}
        </Link>
      ) : null}
    </div>
  );
}

/** To begin, to stop, to go on. */
function Running({ batch: { batch_id, phase, expected } }: { batch: Batch }) {
  const words = useTranslations("licences");
  const may = useMay();
  const params = { path: { batch_id } };
  const run = useBatchAct(() => api.POST("/api/licences/imports/{batch_id}/run", { params }));
  const stop = useBatchAct(() => api.POST("/api/licences/batches/{batch_id}/stop", { params }));
  if (phase === "running")
    return may("licences.update") ? (
      <Button isPending={stop.isPending} onPress={() => stop.mutate()}>
        {words("batch.stop")}
      </Button>
    ) : null;
  if (!may("licences.create") || (phase !== "prepared" && phase !== "stopped")) return null;
  const count = expected.created ?? 0;
  return (
    <Button look="primary" isPending={run.isPending} isDisabled={count === 0} onPress={() => run.mutate()}>
      {phase === "stopped" ? words("batch.resume") : words("importing.run", { count })}
    </Button>
  );
}

/** The rows that became no licences, to be mended. */
function Rejects({ batch }: { batch: Batch }) {
  const words = useTranslations("licences.importing");
  const may = useMay();
  const { tell } = useToasts();
  const params = { path: { batch_id: batch.batch_id } };
  const give = useMutation({
    mutationFn: () =>
      data(api.GET("/api/licences/imports/{batch_id}/rejects.csv", { params, parseAs: "blob" })),
    onSuccess: (file) => download(rejectsOf(batch.file_name), file as Blob, "text/csv;charset=utf-8"),
    onError: (error) => tell(error.message, "danger"),
  });
  const { duplicate = 0, invalid = 0 } = batch.phase === "prepared" ? batch.expected : batch.counts;
  if (duplicate + invalid === 0 || !batch.file_name || !may("licences.create")) return null;
  return (
    <Button isPending={give.isPending} onPress={() => give.mutate()}>
      <Download size={16} aria-hidden="true" />
      {words("rejects")}
    </Button>
  );
}

function Undoing({ batch: { batch_id, phase, counts } }: { batch: Batch }) {
  const words = useTranslations("licences.importing");
  const may = useMay();
  const [asked, ask] = useState(false);
  const isOver = phase === "finished" || phase === "stopped";
  if (!isOver || !counts.created || !may("licences.undo")) return null;
  return (
    <>
      <Button look="danger" onPress={() => ask(true)}>
        {words("undo")}
      </Button>
      <Suspense fallback={null}>
        {asked ? <Undo batchId={batch_id} close={() => ask(false)} /> : null}
      </Suspense>
    </>
  );
}

function useBatchAct(ask: () => Promise<unknown>) {
  const client = useQueryClient();
  const { tell } = useToasts();
  return useMutation({
    mutationFn: ask,
    onError: (error) => tell(error.message, "danger"),
    onSettled: () => client.invalidateQueries({ queryKey: keys.licenceBatches() }),
  });
}

const rejectsOf = (fileName: string) => `rejets ${fileName.replace(/\.csv$/i, "")}.csv`;
