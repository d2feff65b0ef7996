import { useMutation, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { api, data, type Schemas } from "@/api/client";
import { useMay } from "@/app/me";
import { Findings } from "@/features/supervision/channel";
import { keys } from "@/live/cache-keys";
import { Button } from "@/ui/button";
import { useToasts } from "@/ui/toasts";
import { useNow } from "@/ui/use-now";
import { ago } from "@/words/moments";

const Suspend = lazy(() => import("@/features/supervision/suspend"));
const Rotate = lazy(() => import("@/features/supervision/rotate"));

type Detail = Schemas["ChannelDetail"];

/** What may be done with a channel, and what its last check found beside what does not go. */
export function ChannelActs({ channel }: { channel: Detail }) {
  const words = useTranslations("supervision.channels");
  const acts = useChannelActs(channel.channel_id);
  const told = new Set(channel.reasons.map((one) => one.code));
  const findings = (acts.check.data?.findings ?? channel.findings).filter((one) => !told.has(one.code));
  return (
    <section className="flex flex-col gap-4 border-t border-line pt-4">
      <Buttons channel={channel} acts={acts} />
      <div aria-live="polite" className="flex flex-col gap-3">
        {acts.check.data ? (
          <p className="font-medium">{words(acts.check.data.ok ? "checkOk" : "checkBad")}</p>
        ) : null}
        {findings.length ? <Findings findings={findings} /> : null}
      </div>
      <Former channel={channel} acts={acts} />
    </section>
  );
}

interface Props {
  channel: Detail;
  acts: ReturnType<typeof useChannelActs>;
}

function Buttons({ channel, acts }: Props) {
  const words = useTranslations("supervision.channels");
  const may = useMay();
  const now = useNow();
  return (
    <div className="flex flex-wrap items-center gap-2">
      {may("channels.manage") ? (
        <Button look="primary" isDisabled={acts.check.isPending} onPress={() => acts.check.mutate()}>
          {words(acts.check.isPending ? "checking" : "check")}
        </Button>
      ) : null}
      {may("templates.synchronise") ? (
        <Button isDisabled={acts.synchronise.isPending} onPress={() => acts.synchronise.mutate()}>
          {words(acts.synchronise.isPending ? "synchronising" : "synchronise")}
        </Button>
      ) : null}
      {may("channels.manage") ? <Managing channel={channel} acts={acts} /> : null}
      <span className="text-[13px] text-ink-faint">
        {channel.checked_at
          ? words("checked", { ago: ago(new Date(channel.checked_at), now) })
          : words("neverChecked")}
      </span>
    </div>
  );
}

function Managing({ channel, acts }: Props) {
  const words = useTranslations("supervision.channels");
  const [open, setOpen] = useState<"suspend" | "rotate">();
  const close = () => setOpen(undefined);
  return (
    <>
      <Button onPress={() => setOpen("rotate")}>{words("rotate")}</Button>
      {channel.suspended ? (
        <Button isDisabled={acts.resume.isPending} onPress={() => acts.resume.mutate()}>
          {words("resume")}
        </Button>
      ) : (
        <Button look="danger" onPress={() => setOpen("suspend")}>
          {words("suspend")}
        </Button>
      )}
      <Suspense fallback={null}>
        {open === "suspend" ? <Suspend channel={channel} close={close} /> : null}
        {open === "rotate" ? <Rotate channel={channel} close={close} /> : null}
      </Suspense>
    </>
  );
}

/** The replaced credentials, for as long as they still prove webhooks. */
function Former({ channel, acts }: Props) {
  const words = useTranslations("supervision.channels");
  const may = useMay();
  if (channel.former_credentials === 0 || !may("channels.manage")) return null;
  return (
    <p className="flex flex-wrap items-center gap-2 text-[13px] text-ink-soft">
      {words("former", { count: channel.former_credentials })}
      <Button small isDisabled={acts.retire.isPending} onPress={() => acts.retire.mutate()}>
        {words("retire")}
      </Button>
    </p>
  );
}

function useChannelActs(id: string) {
  const words = useTranslations("supervision.channels");
  const client = useQueryClient();
  const { tell } = useToasts();
  const params = { path: { channel_id: id } };
  const refresh = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: keys.channels() }),
      client.invalidateQueries({ queryKey: keys.supervision("gaps") }),
    ]);
  const usual = { onError: (error: Error) => tell(error.message, "danger"), onSettled: refresh };
  return {
    check: useMutation({
      mutationFn: () => data(api.POST("/api/channels/{channel_id}/check", { params })),
      ...usual,
    }),
    synchronise: useMutation({
      mutationFn: () => data(api.POST("/api/channels/{channel_id}/templates/synchronise", { params })),
      ...usual,
      onSuccess: ({ added, changed, gone, unchanged }: Schemas["Synchronised"]) =>
        tell(words("synchronised", { added, changed, gone, unchanged }), "success"),
    }),
    resume: useMutation({
      mutationFn: () => data(api.POST("/api/channels/{channel_id}/resume", { params })),
      ...usual,
      onSuccess: () => tell(words("resumed"), "success"),
    }),
    retire: useMutation({
      mutationFn: () => data(api.POST("/api/channels/{channel_id}/credentials/retire", { params })),
      ...usual,
      onSuccess: () => tell(words("retired"), "success"),
    }),
  };
}
