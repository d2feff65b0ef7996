import { TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMembers } from "@/features/conversations/members";
import type { Happened } from "@/features/conversations/use-reply";
import { exact, time } from "@/words/moments";

/** What others did while somebody was writing: nothing left, and nothing of the text is lost. */
export function Moved({ since, contactName }: { since: readonly Happened[]; contactName: string }) {
  const words = useTranslations("desk.moved");
  const author = useTranslations("client.by");
  const members = useMembers();
  const who = (one: Happened) => {
    if (one.actor === "user") return members.get(one.actor_id ?? "") ?? author("user");
    if (one.actor === "contact") return contactName || author("contact");
    return author(one.actor as Parameters<typeof author>[0]);
  };
  return (
    <div role="alert" className="mb-2 rounded-md bg-warning-soft p-3 text-[13px] text-warning">
      <p className="flex items-center gap-1.5 font-medium">
        <TriangleAlert size={16} aria-hidden="true" className="shrink-0" />
        {words("title")}
      </p>
      <ul className="mt-1 max-h-28 overflow-y-auto pl-5.5">
        {since.map((one) => (
          <li key={one.sequence}>
            <span className="font-medium">{who(one)}</span> · {one.sentence} ·{" "}
            <time dateTime={one.at} title={exact(new Date(one.at))} className="figures">
              {time(new Date(one.at))}
            </time>
          </li>
        ))}
      </ul>
      <p className="mt-1 pl-5.5">{words("advice")}</p>
    </div>
  );
}
