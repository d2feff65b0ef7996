import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { useMay } from "@/app/me";
import { channelsQuery } from "@/features/supervision/channels";
import type { SupervisionSearch } from "@/features/supervision/search";
import { Choice } from "@/ui/choice";
import { DateBox } from "@/ui/date-box";

interface Props {
  search: SupervisionSearch;
  go: (changed: SupervisionSearch) => void;
  /** Without the state, where another question asks for it. */
  stateless?: boolean;
}

/** Which webhooks are shown; kept in the address. */
export function WebhookFilters({ search, go, stateless = false }: Props) {
  const words = useTranslations("supervision.hooks");
  const may = useMay();
  const channels = useQuery({ ...channelsQuery, enabled: may("channels.read") }).data?.data ?? [];
  return (
    <div className="flex flex-wrap items-center gap-2 px-4 pb-3">
      {stateless ? null : (
        <Choice
          label={words("state")}
          value={search.etat ?? ""}
          onChange={(etat) => go({ etat: (etat || undefined) as SupervisionSearch["etat"] })}
          options={[
            ["", words("any")],
            ["failed", words("failed")],
            ["received", words("received")],
            ["read", words("read")],
          ]}
        />
      )}
      {channels.length > 1 ? (
        <Choice
          label={words("channel")}
          value={search.canal ?? ""}
          onChange={(canal) => go({ canal: canal || undefined })}
          options={[
            ["", words("allChannels")],
            ...channels.map((one) => [one.channel_id, one.label] as const),
          ]}
        />
      ) : null}
      <div className="flex items-center gap-1.5 text-[13px] text-ink-soft">
        <DateBox
          label={words("from")}
          value={search.du}
          max={search.au}
          onChange={(day) => go({ du: day || undefined })}
        />
        <span aria-hidden="true">–</span>
        <DateBox
          label={words("to")}
          value={search.au}
          min={search.du}
          onChange={(day) => go({ au: day || undefined })}
        />
      </div>
    </div>
  );
}
