import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { useMay } from "@/app/me";
import { dayIn, type HomeSearch, PERIODS } from "@/features/home/period";
import { channelsQuery } from "@/features/supervision/channels";
import { Choice } from "@/ui/choice";
import { DateBox } from "@/ui/date-box";

const PILL =
  "inline-flex h-8 items-center rounded-md px-2 text-[13px] sm:px-2.5 whitespace-nowrap text-ink-soft hover:bg-hover pointer-coarse:h-11";
const PRESSED = `${PILL} bg-surface font-medium !text-ink shadow-xs`;

/** Of what days and which channel the figures are; kept in the address. */
export function PeriodBar({ search, zone, today }: { search: HomeSearch; zone: string; today: string }) {
  const words = useTranslations("home");
  const period = search.du ? undefined : (search.periode ?? "7j");
  return (
    <div className="flex max-w-full min-w-0 flex-wrap items-center gap-2">
      <nav
        aria-label={words("period")}
        className="flex max-w-full gap-0.5 overflow-x-auto rounded-md bg-sunken p-0.5"
      >
        {PERIODS.map((one) => (
          <Link
            key={one}
            to="/"
            search={{ ...search, du: undefined, au: undefined, periode: one }}
            replace
            resetScroll={false}
            className={period === one ? PRESSED : PILL}
            activeProps={{}}
            aria-current={period === one ? "true" : undefined}
          >
            {words(one)}
          </Link>
        ))}
        <Link
          to="/"
          search={{
            ...search,
            periode: undefined,
            du: search.du ?? weekBefore(zone),
            au: search.au ?? today,
          }}
          replace
          resetScroll={false}
          className={period ? PILL : PRESSED}
          aria-current={period ? undefined : "true"}
        >
          {words("dates")}
        </Link>
      </nav>
      {search.du ? <Dates search={search} today={today} /> : null}
      <Channel search={search} />
    </div>
  );
}

const weekBefore = (zone: string) => dayIn(zone, new Date(Date.now() - 6 * 24 * 3_600_000));

function Dates({ search, today }: { search: HomeSearch; today: string }) {
  const words = useTranslations("home");
  const navigate = useNavigate();
  const go = (changed: HomeSearch) =>
    void navigate({ to: "/", search: { ...search, ...changed }, replace: true, resetScroll: false });
  return (
    <div className="flex items-center gap-1.5 text-[13px] text-ink-soft">
      <DateBox
        label={words("from")}
        value={search.du}
        max={search.au ?? today}
        onChange={(day) => day && go({ du: day })}
      />
      <span aria-hidden="true">–</span>
      <DateBox
        label={words("to")}
        value={search.au ?? search.du}
        min={search.du}
        max={today}
        onChange={(day) => day && go({ au: day })}
      />
    </div>
  );
}

function Channel({ search }: { search: HomeSearch }) {
  const words = useTranslations("home");
  const may = useMay();
  const navigate = useNavigate();
  const channels = useQuery({ ...channelsQuery, enabled: may("channels.read") }).data?.data ?? [];
  if (channels.length < 2) return null;
  return (
    <Choice
      label={words("channel")}
      value={search.canal ?? ""}
      onChange={(canal) =>
        void navigate({
          to: "/",
          search: { ...search, canal: canal || undefined },
          replace: true,
          resetScroll: false,
        })
      }
      options={[
        ["", words("allChannels")],
        ...channels.map((channel) => [channel.channel_id, channel.label] as const),
      ]}
    />
  );
}
