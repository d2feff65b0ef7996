import { Check, CheckCheck, CircleAlert, Clock, HelpCircle, type LucideIcon } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/app/me";
import type { Message } from "@/features/conversations/thread-pages";
import { Button } from "@/ui/button";
import { moment } from "@/words/moments";

const Settle = lazy(() => import("@/features/conversations/settle"));

const MARKS: Readonly<Record<string, LucideIcon>> = {
  queued: Clock,
  attempted: Clock,
  uncertain: HelpCircle,
  sent: Check,
  delivered: CheckCheck,
  read: CheckCheck,
  failed: CircleAlert,
  discarded: CircleAlert,
};

type Told = "queued" | "attempted" | "uncertain" | "sent" | "delivered" | "read" | "failed" | "discarded";

/** How far a message of ours went: a mark, its word, and its hour on hover. */
export function Delivery({ message }: { message: Message }) {
  const words = useTranslations("thread");
  const Mark = MARKS[message.status] ?? Clock;
  const at = { sent: message.sent_at, delivered: message.delivered_at, read: message.read_at }[
    message.status
  ];
  const told = words(message.status as Told) + (at ? ` · ${moment(new Date(at))}` : "");
  const tone =
    { read: "text-accent", failed: "text-danger", uncertain: "text-warning" }[message.status] ?? "";
  return (
    <span title={told} className={`inline-flex items-center ${tone}`} data-status={message.status}>
      <Mark size={15} aria-hidden="true" />
      <span className="sr-only">{told}</span>
    </span>
  );
}

/** Why it did not leave, in words, never by a colour alone; and what nobody knows, to be settled by who may. */
export function Trouble({ message }: { message: Message }) {
  const words = useTranslations("thread");
  const desk = useTranslations("desk");
  const may = useMay();
  const [settling, settle] = useState(false);
  if (!["failed", "discarded", "uncertain"].includes(message.status)) return null;
  const tone = message.status === "failed" ? "text-danger" : "text-warning";
  return (
    <div className={`mt-1 text-[13px] ${tone}`}>
      <p>
        {message.reason
          ? desk("trouble", { what: message.status, why: message.reason })
          : words(message.status as Told)}
      </p>
      {message.status === "uncertain" && may("messages.settle") ? (
        <div className="mt-1.5">
          <Button small onPress={() => settle(true)}>
            {words("settle")}
          </Button>
        </div>
      ) : null}
      {settling ? (
        <Suspense fallback={null}>
          <Settle message={message} close={() => settle(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}
