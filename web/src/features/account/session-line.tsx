import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Monitor, Smartphone } from "lucide-react";
import { useTranslations } from "use-intl";
import { api, type Schemas } from "@/api/client";
import { useMay } from "@/app/me";
import { type Client, clientOf } from "@/features/account/client";
import { keys } from "@/live/cache-keys";
import { Button } from "@/ui/button";
import { Badge } from "@/ui/states";
import { useToasts } from "@/ui/toasts";
import { useNow } from "@/ui/use-now";
import { ago, exact, moment } from "@/words/moments";

type Session = Schemas["SessionView"];

/** One place: what it is opened with, from where, since when. This one is left by signing out. */
export function SessionLine({ session }: { session: Session }) {
  const words = useTranslations("account.sessions");
  const may = useMay();
  const client = clientOf(session.client);
  const name = useName(client);
  const Icon = client.handheld ? Smartphone : Monitor;
  return (
    <li className="flex items-center gap-3 px-4 py-3">
      <Icon size={20} strokeWidth={1.75} aria-hidden="true" className="shrink-0 text-ink-faint" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 font-medium">
          <span title={session.client || undefined}>{name}</span>
          {session.current ? <Badge tone="accent">{words("here")}</Badge> : null}
        </p>
        <Told session={session} />
      </div>
      {!session.current && may("sessions.end") ? <End id={session.session_id} name={name} /> : null}
    </li>
  );
}

function useName({ browser, system }: Client): string {
  const words = useTranslations("account.sessions");
  if (browser && system) return words("on", { browser, system });
  return browser ?? system ?? words("unknown");
}

function Told({ session }: { session: Session }) {
  const words = useTranslations("account.sessions");
  const now = useNow();
  const [opened, seen] = [new Date(session.opened_at), new Date(session.seen_at)];
  return (
    <p className="flex flex-wrap gap-x-3 text-[13px] text-ink-soft">
      {session.address ? <span>{session.address}</span> : null}
      <time dateTime={session.opened_at} title={exact(opened)}>
        {words("since", { date: moment(opened, now) })}
      </time>
      <time dateTime={session.seen_at} title={exact(seen)}>
        {words("seen", { ago: ago(seen, now) })}
      </time>
    </p>
  );
}

function End({ id, name }: { id: string; name: string }) {
  const words = useTranslations("account.sessions");
  const client = useQueryClient();
  const { tell } = useToasts();
  const end = useMutation({
    mutationFn: () => api.DELETE("/api/sessions/{session_id}", { params: { path: { session_id: id } } }),
    onSuccess: () => tell(words("ended"), "success"),
    onError: (error) => tell(error.message, "danger"),
    onSettled: () => client.invalidateQueries({ queryKey: keys.sessions() }),
  });
  return (
    <Button
      small
      aria-label={words("endOf", { client: name })}
      isDisabled={end.isPending}
      onPress={() => end.mutate()}
    >
      {words("end")}
    </Button>
  );
}
