import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, data, type Schemas } from "@/api/client";
import { nameOf } from "@/features/licences/address";
import { type Asked, BulkFields, isAsked } from "@/features/licences/bulk-fields";
import type { Chosen } from "@/features/licences/list";
import { Progress } from "@/features/licences/progress";
import { batchQuery, isRunning, type Row } from "@/features/licences/queries";
import { WORD, WordField } from "@/features/licences/revocation";
import { VerdictBadge, Verdicts } from "@/features/licences/verdicts";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { DialogForm } from "@/ui/dialog-form";
import { Loaded } from "@/ui/loaded";
import { Banner } from "@/ui/states";

export type BulkAct = Schemas["BulkAct"]["act"];

interface Props {
  act: BulkAct;
  chosen: Chosen;
  /** `done`: something was, so that the choice has served. */
  close: (done: boolean) => void;
}

/** One act on many: what it would give, then what it gives. */
export default function Bulk({ act, chosen, close }: Props) {
  const words = useTranslations("licences.bulk");
  const [idempotency, renew] = useState(() => crypto.randomUUID());
  const [asked, setAsked] = useState<Asked>({
    days: 7,
    reason: "",
    plan: undefined,
    why: { reason: "asked", note: "" },
  });
  const [running, setRunning] = useState<string>();
  const attempt = useMutation({ mutationFn: () => tried(act, chosen, asked, idempotency) });
  const title = words(`titles.${act}`, { count: chosen.size });
  if (running) return <Running title={title} batchId={running} chosen={chosen} close={() => close(true)} />;
  if (attempt.data)
    return (
      <Tried
        title={title}
        act={act}
        tried={attempt.data}
        chosen={chosen}
        run={setRunning}
        close={() => close(false)}
      />
    );
  return (
    <Dialog title={title} close={() => close(false)}>
      <DialogForm
        act={words("try")}
        isDisabled={attempt.isPending || !isAsked(act, asked)}
        error={attempt.error}
        submit={() => attempt.mutate()}
        close={() => close(false)}
      >
        <BulkFields
          act={act}
          asked={asked}
          onChange={(changed) => {
            setAsked(changed);
            renew(crypto.randomUUID()); // what is asked otherwise is another batch
          }}
        />
      </DialogForm>
    </Dialog>
  );
}

function tried(act: BulkAct, chosen: Chosen, asked: Asked, idempotency: string) {
  const said = {
    extend: { days: asked.days, reason: asked.reason.trim(), note: "" },
    change_plan: { plan: asked.plan, reason: "", note: "" },
    revoke: { revocation: asked.why.reason, reason: "", note: asked.why.note.trim() },
  }[act];
  const header = { "Idempotency-Key": idempotency };
  const body = { act, licence_ids: [...chosen.keys()], ...said };
  return data(api.POST("/api/licences/bulk", { params: { header }, body }));
}

interface TriedProps {
  title: string;
  act: BulkAct;
  tried: Schemas["Tried"];
  chosen: Chosen;
  run: (batchId: string) => void;
  close: () => void;
}

/** What it would give. Nothing is done yet. */
function Tried({ title, act, tried: { batch_id, expected, troubles }, chosen, run, close }: TriedProps) {
  const words = useTranslations("licences.bulk");
  const [typed, setTyped] = useState("");
  const params = { path: { batch_id } };
  const many = expected.changed ?? 0;
  const start = useMutation({
    mutationFn: async () => {
      if (act === "revoke")
        await api.POST("/api/licences/bulk/{batch_id}/revoke", { params, body: { confirm: WORD } });
      else await api.POST("/api/licences/bulk/{batch_id}/run", { params });
    },
    onSuccess: () => run(batch_id),
  });
  const sure = act !== "revoke" || typed.trim() === WORD;
  return (
    <Dialog title={title} close={close}>
      <DialogForm
        act={words("run", { count: many })}
        look={act === "revoke" ? "danger" : "primary"}
        autoComplete="off"
        isDisabled={start.isPending || many === 0 || !sure}
        error={start.error}
        submit={() => start.mutate()}
        close={close}
      >
        <p>{words("tried")}</p>
        <Verdicts label={words("tried")} counts={expected} />
        <Troubles rows={troubles} more={total(expected) - many - troubles.length} chosen={chosen} />
        {act === "revoke" && many ? (
          <>
            <Banner tone="danger">{words("irreversible")}</Banner>
            <WordField typed={typed} onChange={setTyped} />
          </>
        ) : null}
      </DialogForm>
    </Dialog>
  );
}

const total = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((sum, one) => sum + one, 0);

function Troubles({ rows, more, chosen }: { rows: readonly Row[]; more: number; chosen: Chosen }) {
  const words = useTranslations("licences");
  if (rows.length === 0) return null;
  return (
    <section aria-label={words("bulk.troubles")}>
      <h3 className="mb-1 text-[13px] font-medium text-ink-soft">{words("bulk.troubles")}</h3>
      <ul className="max-h-48 divide-y divide-line overflow-y-auto rounded-md border border-line">
        {rows.map((row) => {
          const licence = chosen.get(row.licence_id ?? "");
          return (
            <li key={row.row} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
              <span className="min-w-0 flex-1 basis-40 truncate font-medium">
                {licence ? nameOf(licence, words("erased")) : words("batch.row", { row: row.row })}
              </span>
              <VerdictBadge verdict={row.verdict} settled={row.settled} />
              <span className="w-full text-[13px] text-ink-soft">{row.reason}</span>
            </li>
          );
        })}
      </ul>
      {more > 0 ? (
        <p className="mt-1 text-[13px] text-ink-faint">{words("bulk.andMore", { count: more })}</p>
      ) : null}
    </section>
  );
}

interface RunningProps {
  title: string;
  batchId: string;
  chosen: Chosen;
  close: () => void;
}

/** How far it is, then what it gave. It goes on once the dialog is closed. */
function Running({ title, batchId, close }: RunningProps) {
  const words = useTranslations("licences");
  const states = useTranslations("states");
  const batch = useQuery(batchQuery(batchId));
  return (
    <Dialog title={title} close={close}>
      <div className="flex flex-col gap-4">
        <Loaded query={batch} bone="h-20">
          {(known) => (
            <>
              <Progress batch={known} />
              <div role="status" className="flex flex-col gap-3">
                {isRunning(known) ? null : (
                  <p className="font-medium">{words(`batch.phases.${known.phase}`)}</p>
                )}
                {known.reason ? <Banner tone="warning">{known.reason}</Banner> : null}
                {isRunning(known) ? null : <Verdicts label={words("bulk.done")} counts={known.counts} />}
              </div>
            </>
          )}
        </Loaded>
        <div className="flex justify-end">
          <Button onPress={close}>{states("close")}</Button>
        </div>
      </div>
    </Dialog>
  );
}
