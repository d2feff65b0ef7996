import { CircleDashed, CircleDot, CloudOff } from "lucide-react";
import { useTranslations } from "use-intl";
import { useConnection } from "@/live/provider";
import { Banner } from "@/ui/states";
import { useNow } from "@/ui/use-now";
import { ago } from "@/words/moments";

/** In the top bar: whether what is shown is what is. */
export function ConnectionMark() {
  const words = useTranslations("connection");
  const { state } = useConnection();
  const Icon = { connecting: CircleDashed, live: CircleDot, polling: CircleDot, lost: CloudOff }[state];
  const tone = {
    connecting: "text-ink-faint",
    live: "text-success",
    polling: "text-warning",
    lost: "text-danger",
  }[state];
  return (
    <p className="flex items-center gap-1.5 text-[13px] text-ink-soft" data-connection={state}>
      <Icon aria-hidden="true" size={16} className={tone} />
      <span className="max-sm:sr-only">{words(state)}</span>
    </p>
  );
}

/** Across the page while the line is cut: the age of what is shown. */
export function ConnectionBanner() {
  const words = useTranslations("connection");
  const now = useNow(10_000);
  const connection = useConnection();
  if (connection.state !== "lost") return null;
  return <Banner tone="warning">{words("lostSince", { ago: ago(connection.since, now) })}</Banner>;
}
