import { PencilLine } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/ui/button";
import { Empty } from "@/ui/states";

type Write = (question: string) => void;

/** Nothing is written yet: the questions to begin with. */
export function NoEntries({ write }: { write: Write | undefined }) {
  const words = useTranslations("assistant.entries");
  if (!write) return <Empty sentence={words("noneReading")} />;
  return (
    <Empty sentence={words("none")}>
      <ul className="flex flex-col gap-2">
        {([words("first1"), words("first2"), words("first3")] as const).map((question) => (
          <li key={question}>
            <Button wide onPress={() => write(question)}>
              <PencilLine size={16} aria-hidden="true" />
              {question}
            </Button>
          </li>
        ))}
      </ul>
    </Empty>
  );
}

interface Props {
  search: string;
  write: Write | undefined;
  seeAll: () => void;
}

export function NothingFound({ search, write, seeAll }: Props) {
  const words = useTranslations("assistant.entries");
  return (
    <Empty sentence={words("nothing", { search })}>
      <span className="flex flex-wrap justify-center gap-2">
        {write ? (
          <Button look="primary" onPress={() => write(search)}>
            {words("addThis")}
          </Button>
        ) : null}
        <Button onPress={seeAll}>{words("seeAll")}</Button>
      </span>
    </Empty>
  );
}
