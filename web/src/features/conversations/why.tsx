import { useMutation, useQuery } from "@tanstack/react-query";
import { FlaskConical } from "lucide-react";
import { useTranslations } from "use-intl";
import { api, data, type Schemas } from "@/api/client";
import { useMay } from "@/app/me";
import { Bar, Candidates, Part } from "@/features/conversations/why-parts";
import { Delivered, Heard, ModelFacts, SettingsThen } from "@/features/conversations/why-record";
import { keys } from "@/live/cache-keys";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Badge, Bone, Failed, Loading } from "@/ui/states";
import { moment } from "@/words/moments";

type Found = Schemas["Why"];

/** Why the assistant said that: read from what was recorded then, never guessed again. */
export default function Why({ messageId, close }: { messageId: string; close: () => void }) {
  const words = useTranslations("thread");
  const found = useQuery({
    queryKey: keys.why(messageId),
    queryFn: ({ signal }) =>
      data(
        api.GET("/api/messages/{message_id}/why", { params: { path: { message_id: messageId } }, signal }),
      ),
  });
  return (
    <Dialog title={words("why")} close={close} wide>
      {found.isPending ? (
        <Loading>
          <Bone className="mb-3 h-16 w-full" />
          <Bone className="mb-3 h-24 w-full" />
          <Bone className="h-32 w-full" />
        </Loading>
      ) : null}
      {found.isError ? <Failed error={found.error} retry={() => void found.refetch()} /> : null}
      {found.data ? <Explained why={found.data} /> : null}
    </Dialog>
  );
}

function Explained({ why }: { why: Found }) {
  const words = useTranslations("desk.why");
  return (
    <div className="flex flex-col gap-6">
      <Part title={words("heard")}>
        <Heard heard={why.heard} />
      </Part>
      <Part title={words("said", { at: moment(new Date(why.at)) })}>
        <p className="rounded-lg bg-assistant-soft px-3 py-2 text-base whitespace-pre-wrap [overflow-wrap:anywhere]">
          {why.text ?? words("gone")}
        </p>
      </Part>
      <Part title={words("decision")}>
        <Decision why={why} />
      </Part>
      <Part title={words("candidates")}>
        <Candidates candidates={why.candidates} threshold={why.settings.threshold} chosen={why.source} />
      </Part>
      {why.model ? (
        <Part title={words("model.title")}>
          <ModelFacts model={why.model} />
        </Part>
      ) : null}
      <Part title={words("settings.title")}>
        <SettingsThen settings={why.settings} />
      </Part>
      <Part title={words("delivery")}>
        <Delivered steps={why.delivery} />
      </Part>
      <Replay messageId={why.message_id} said={why.text} />
    </div>
  );
}

/** The decision in words first; the figures behind it under. */
function Decision({ why }: { why: Found }) {
  const words = useTranslations("desk.why");
  return (
    <>
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={why.source === "handover" ? "warning" : "accent"}>{why.source_label}</Badge>
        <span>{why.intent_label}</span>
      </p>
      {why.handover_label ? <p className="mt-2 text-ink-soft">{why.handover_label}</p> : null}
      <div className="mt-3 flex flex-col gap-2">
        <Bar label={words("confidence")} score={why.confidence} mark={why.settings.threshold} />
        {why.sentiment === null ? null : <Bar label={words("sentiment")} score={why.sentiment} />}
        {why.intents.map((one) => (
          <Bar key={one.name} label={one.label} score={one.score} quiet />
        ))}
      </div>
      <p className="mt-2 text-[13px] text-ink-faint">
        {words("threshold", { threshold: why.settings.threshold })}
      </p>
    </>
  );
}

/** What would be said today to the same messages. A try: nothing leaves, nothing is kept. */
function Replay({ messageId, said }: { messageId: string; said: string | null }) {
  const words = useTranslations("desk.why");
  const may = useMay();
  const replay = useMutation({
    mutationFn: () =>
      data(
        api.POST("/api/messages/{message_id}/replay-answer", {
          params: { path: { message_id: messageId } },
        }),
      ),
  });
  if (!may("assistant.try")) return null;
  const today = replay.data;
  return (
    <section className="rounded-lg border border-dashed border-line-strong p-4">
      <h3 className="flex items-center gap-1.5 font-semibold">
        <FlaskConical size={16} aria-hidden="true" />
        {words("replay.title")}
      </h3>
      <p className="mt-1 mb-3 text-[13px] text-ink-soft">{words("replay.lead")}</p>
      <Button onPress={() => replay.mutate()} isPending={replay.isPending}>
        {words(replay.isPending ? "replay.running" : "replay.run")}
      </Button>
      <div aria-live="polite">
        {replay.isError ? <p className="mt-3 text-danger">{replay.error.message}</p> : null}
        {today ? (
          <div className="mt-4 flex flex-col gap-3">
            <p className="flex flex-wrap items-center gap-2">
              <Badge tone="warning">{words("replay.badge")}</Badge>
              <span className="text-[13px]">
                {words(today.text === said ? "replay.same" : "replay.different")}
              </span>
            </p>
            <p className="rounded-lg bg-assistant-soft px-3 py-2 text-base whitespace-pre-wrap [overflow-wrap:anywhere]">
              {today.text || words("replay.silent")}
            </p>
            {today.handover_label ? <p className="text-ink-soft">{today.handover_label}</p> : null}
            {today.answers_now ? null : <p className="text-[13px] text-warning">{words("replay.notNow")}</p>}
            <Bar label={words("confidence")} score={today.confidence} />
            <Candidates candidates={today.candidates} chosen={today.source} />
          </div>
        ) : null}
      </div>
    </section>
  );
}
