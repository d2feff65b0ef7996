import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CircleCheck, CircleDashed } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMay } from "@/app/me";
import { faqCountQuery } from "@/features/home/queries";
import { channelsQuery } from "@/features/supervision/channels";

type Step = "channel" | "faq" | "phone";

interface Making {
  step: Step;
  permission: string;
  /** The screens of other features: their routes are not known here. */
  to: string;
  search?: Record<string, string>;
}

const STEPS: readonly Making[] = [
  { step: "channel", permission: "channels.read", to: "/supervision", search: { onglet: "canaux" } },
  { step: "faq", permission: "assistant.read", to: "/assistant" },
  { step: "phone", permission: "simulator.play", to: "/telephone" },
];

/** Before the first message: what to do so that there is one. */
export function FirstSteps() {
  const words = useTranslations("home.first");
  const may = useMay();
  const channels = useQuery({ ...channelsQuery, enabled: may("channels.read") });
  const faqs = useQuery({ ...faqCountQuery, enabled: may("assistant.read") });
  const done: Readonly<Record<Step, boolean>> = {
    channel: channels.data?.data.some((one) => one.provider !== "simulator") ?? false,
    faq: (faqs.data?.data.length ?? 0) > 0,
    phone: false,
  };
  return (
    <section className="max-w-2xl rounded-md border border-line bg-surface p-6">
      <h2 className="text-lg font-semibold">{words("title")}</h2>
      <p className="mt-1 text-base text-pretty text-ink-soft">{words("lead")}</p>
      <ol className="mt-5 flex flex-col gap-5">
        {STEPS.filter(({ permission }) => may(permission)).map(({ step, to, search }) => {
          const Icon = done[step] ? CircleCheck : CircleDashed;
          return (
            <li key={step} className="flex gap-3">
              <Icon
                size={20}
                aria-hidden="true"
                className={`shrink-0 ${done[step] ? "text-success" : "text-ink-faint"}`}
              />
              <div>
                <p className="font-medium">
                  {words(step)}
                  {done[step] ? <span className="ml-2 text-[13px] text-success">{words("done")}</span> : null}
                </p>
                <p className="text-ink-soft">{words(`${step}Hint`)}</p>
                <Link
                  to={to}
                  search={search as never}
                  className="mt-1 inline-flex items-center text-accent underline pointer-coarse:min-h-11"
                >
                  {words(`${step}Act`)}
                </Link>
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
