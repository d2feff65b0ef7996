import { Outlet, useParams } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { Filtering } from "@/features/conversations/filtering";
import { useListKeys } from "@/features/conversations/keyboard";
import { ConversationList } from "@/features/conversations/list";

/** The list, and beside it the conversation that was chosen: one at a time on a phone. */
export function ConversationsPage() {
  const words = useTranslations("inbox");
  const { id } = useParams({ strict: false });
  useListKeys(id);
  return (
    <div className="relative flex h-full">
      <h1 className="sr-only">{words("title")}</h1>
      <section
        className={`flex min-h-0 w-full flex-col border-line md:w-80 md:shrink-0 md:border-r lg:w-96 ${id ? "max-md:hidden" : ""}`}
      >
        <Filtering />
        <ConversationList selected={id} />
      </section>
      <div className={`min-w-0 flex-1 ${id ? "" : "max-md:hidden"}`}>
        <Outlet />
      </div>
    </div>
  );
}
