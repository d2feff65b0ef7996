import { Search, X } from "lucide-react";
import { useEffect, useState } from "react";
import { Input, SearchField } from "react-aria-components";
import { useTranslations } from "use-intl";
import { IconButton } from "@/ui/button";

const TYPING_MS = 250;

interface Props {
  asked: string;
  find: (asked: string) => void;
}

/** Words of a name, looked for once the person has stopped typing. */
export function SearchBox({ asked, find }: Props) {
  const words = useTranslations("platform");
  const [typed, setTyped] = useState(asked);
  useEffect(() => {
    if (typed.trim() === asked) return;
    const timer = setTimeout(() => find(typed.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  });
  return (
    <SearchField
      aria-label={words("search")}
      value={typed}
      onChange={setTyped}
      className="relative flex w-full items-center sm:w-72"
    >
      <Search size={16} aria-hidden="true" className="absolute left-3 text-ink-faint" />
      <Input
        placeholder={words("search")}
        maxLength={100}
        className="h-9 w-full rounded-md border border-line-strong bg-surface pr-10 pl-9 placeholder:text-ink-faint pointer-coarse:h-11 pointer-coarse:text-base [&::-webkit-search-cancel-button]:hidden"
      />
      {typed ? (
        <span className="absolute right-0">
          <IconButton label={words("clearSearch")} onPress={() => setTyped("")}>
            <X size={16} aria-hidden="true" />
          </IconButton>
        </span>
      ) : null}
    </SearchField>
  );
}
