import { Search, X } from "lucide-react";
import { useEffect, useState } from "react";
import { Input, SearchField } from "react-aria-components";
import { IconButton } from "@/ui/button";

const TYPING_MS = 250;

interface Props {
  label: string;
  /** What emptying it is called. */
  clear: string;
  longest: number;
  asked: string;
  find: (asked: string) => void;
}

/** Words, looked for once the person has stopped typing. */
export function SearchBox({ label, clear, longest, asked, find }: Props) {
  const [typed, setTyped] = useState(asked);
  useEffect(() => {
    if (typed.trim() === asked) return;
    const timer = setTimeout(() => find(typed.trim()), TYPING_MS);
    return () => clearTimeout(timer);
  });
  return (
    <SearchField
      aria-label={label}
      value={typed}
      onChange={setTyped}
      className="relative flex w-full items-center sm:w-72"
    >
      <Search size={16} aria-hidden="true" className="absolute left-3 text-ink-faint" />
      <Input
        placeholder={label}
        maxLength={longest}
        className="h-9 w-full rounded-md border border-line-strong bg-surface pr-10 pl-9 placeholder:text-ink-faint pointer-coarse:h-11 pointer-coarse:text-base [&::-webkit-search-cancel-button]:hidden"
      />
      {typed ? (
        <span className="absolute right-0">
          <IconButton label={clear} onPress={() => setTyped("")}>
            <X size={16} aria-hidden="true" />
          </IconButton>
        </span>
      ) : null}
    </SearchField>
  );
}
