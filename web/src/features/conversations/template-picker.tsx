import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, data, type Schemas } from "@/api/client";
import type { Conversation } from "@/features/conversations/filters";
import { FillTemplate } from "@/features/conversations/template-fill";
import { withExamples } from "@/features/conversations/template-sheet";
import { keys } from "@/live/cache-keys";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Badge, Bone, Empty, Failed, Loading } from "@/ui/states";

export type Template = Schemas["TemplateView"];

interface Props {
  conversation: Conversation;
  fresh: boolean;
  close: () => void;
}

/** The approved templates of the channel: one is chosen, filled in, looked at as the client will read it, and sent. */
export default function TemplatePicker({ conversation, fresh, close }: Props) {
  const words = useTranslations("desk.template");
  const [chosen, choose] = useState<Template>();
  return (
    <Dialog title={chosen ? named(chosen) : words("title")} close={close} wide>
      {chosen ? (
        <>
          <div className="-mt-2 mb-3">
            <Button small look="quiet" onPress={() => choose(undefined)}>
              <ArrowLeft size={16} aria-hidden="true" />
              {words("others")}
            </Button>
          </div>
          <FillTemplate
            key={chosen.template_id}
            template={chosen}
            conversation={conversation}
            fresh={fresh}
            close={close}
          />
        </>
      ) : (
        <Choosing channelId={conversation.channel_id} choose={choose} />
      )}
    </Dialog>
  );
}

const LANGUAGES = new Intl.DisplayNames("fr-FR", { type: "language" });

/** « commande_prete » is a name for machines. */
export const named = ({ name }: Template): string => {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toLocaleUpperCase("fr-FR") + words.slice(1);
};

function language(code: string): string {
  try {
    return LANGUAGES.of(code.replace("_", "-")) ?? code;
  } catch {
    return code;
  }
}

function Choosing({ channelId, choose }: { channelId: string; choose: (template: Template) => void }) {
  const words = useTranslations("desk.template");
  const [search, setSearch] = useState("");
  const asked = { channel_id: channelId, status: "approved" as const, limit: 100 };
  const found = useQuery({
    queryKey: keys.templates(asked),
    queryFn: ({ signal }) => data(api.GET("/api/templates", { params: { query: asked }, signal })),
  });
  if (found.isPending)
    return (
      <Loading>
        <Bone className="mb-3 h-10 w-full" />
        {[1, 2, 3].map((one) => (
          <Bone key={one} className="mb-2 h-16 w-full" />
        ))}
      </Loading>
    );
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  if (found.data.data.length === 0) return <Empty sentence={words("none")} />;
  const wanted = search.trim().toLocaleLowerCase("fr-FR");
  const shown = found.data.data.filter((one) =>
    `${named(one)} ${one.body}`.toLocaleLowerCase("fr-FR").includes(wanted),
  );
  return (
    <>
      <input
        type="search"
        aria-label={words("search")}
        placeholder={words("search")}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        className="mb-3 h-10 w-full rounded-md border border-line-strong bg-surface px-3 placeholder:text-ink-faint pointer-coarse:h-11 pointer-coarse:text-base"
      />
      {shown.length === 0 ? <Empty sentence={words("noMatch")} /> : null}
      <ul className="flex flex-col gap-2">
        {shown.map((one) => (
          <li key={one.template_id}>
            <button
              type="button"
              onClick={() => choose(one)}
              className="block w-full rounded-md border border-line p-3 text-left hover:bg-hover"
            >
              <span className="flex flex-wrap items-center gap-2">
                <span className="font-medium">{named(one)}</span>
                <Badge>{language(one.language)}</Badge>
                <Badge>{category(one.category, words)}</Badge>
              </span>
              <span className="mt-1 line-clamp-2 text-[13px] text-ink-soft">
                {withExamples(one.body, one.variables)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

type Words = ReturnType<typeof useTranslations<"desk.template">>;

function category(value: string, words: Words): string {
  const known = value.toLowerCase();
  if (known === "utility" || known === "marketing" || known === "authentication") return words(known);
  return words("uncategorised");
}
