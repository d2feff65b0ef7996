import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Plus, X } from "lucide-react";
import { type RefObject, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/app/me";
import type { FaqAddress } from "@/features/assistant/address";
import { type Entry, found, NEW } from "@/features/assistant/entries";
import { FaqEditor } from "@/features/assistant/faq-editor";
import { FaqLine } from "@/features/assistant/faq-line";
import { NoEntries, NothingFound } from "@/features/assistant/faq-none";
import { Removed } from "@/features/assistant/faq-removed";
import { number } from "@/features/assistant/figures";
import { faqsQuery } from "@/features/assistant/queries";
import { useRemoval } from "@/features/assistant/use-faq";
import { Button, IconButton } from "@/ui/button";
import { Bone, Empty, Failed, Loading } from "@/ui/states";
import { useKeys } from "@/ui/use-keys";

const route = getRouteApi("/shell/assistant/faq");
const BONES = ["a", "b", "c", "d", "e", "f"];

/** What the assistant knows: found, written, removed. */
export function FaqSection() {
  const faqs = useQuery(faqsQuery);
  if (faqs.isPending) return <Skeleton />;
  if (faqs.isError) return <Failed error={faqs.error} retry={() => void faqs.refetch()} />;
  return <Faq entries={faqs.data.data} />;
}

function Faq({ entries }: { entries: readonly Entry[] }) {
  const words = useTranslations("assistant.entries");
  const may = useMay();
  const { recherche = "", question, texte } = route.useSearch();
  const navigate = useNavigate();
  const removal = useRemoval();
  const list = useRef<HTMLUListElement>(null);
  const mayChange = may("assistant.configure");
  const shown = found(entries, recherche);
  const { opened, gone } = useOpened(entries, question);
  const go = (change: FaqAddress) =>
    void navigate({ to: "/assistant/faq", search: (now) => ({ ...now, texte: undefined, ...change }) });
  const close = () =>
    void navigate({ to: "/assistant/faq", search: recherche ? { recherche } : {}, ignoreBlocker: true });
  const remove = (entry: Entry) => {
    close();
    removal.remove(entry);
  };
  const write = mayChange
    ? (texte?: string) => go({ question: NEW, texte, recherche: undefined })
    : undefined;
  useBackOnLine(question);
  useFaqKeys(list, write);
  if (entries.length === 0 && question === undefined && !removal.removed) return <NoEntries write={write} />;
  // What a search hides stays when it is open.
  const lines = opened && !shown.includes(opened) ? [opened, ...shown] : shown;
  return (
    <div className="min-h-0 flex-1 scroll-pt-36 overflow-y-auto">
      <Head
        search={recherche}
        seek={(text) => go({ recherche: text || undefined, texte })}
        write={write}
        count={shown.length}
        total={entries.length}
      />
      <Removed removal={removal} />
      {question === NEW && mayChange ? (
        <FaqEditor key={`${NEW}:${texte}`} text={texte} close={close} />
      ) : null}
      {question && question !== NEW && !opened ? <Gone close={close} /> : null}
      <ul ref={list} aria-label={words("label")}>
        {lines.map((entry) => (
          <li key={entry.faq_id} className="border-b border-line">
            <FaqLine
              entry={entry}
              open={entry === opened}
              gone={gone}
              text={texte}
              remove={remove}
              close={close}
            />
          </li>
        ))}
      </ul>
      {lines.length === 0 && recherche ? (
        <NothingFound search={recherche} write={write} seeAll={() => go({ recherche: undefined })} />
      ) : null}
    </div>
  );
}

/** The entry that is open. One that a colleague removes meanwhile stays, as it was: what is written in it is not lost. */
function useOpened(entries: readonly Entry[], id: string | undefined) {
  const there = entries.find((entry) => entry.faq_id === id);
  const [held, hold] = useState(there);
  if (there && there !== held) hold(there);
  if (there) return { opened: there, gone: false };
  return held?.faq_id === id ? { opened: held, gone: true } : { opened: undefined, gone: false };
}

interface HeadProps {
  search: string;
  seek: (text: string) => void;
  write: ((question?: string) => void) | undefined;
  count: number;
  total: number;
}

function Head({ search, seek, write, count, total }: HeadProps) {
  const words = useTranslations("assistant.entries");
  return (
    <div className="sticky top-0 z-10 border-b border-line bg-page px-4 py-2.5 md:px-6">
      <div className="flex items-center gap-2">
        <Search value={search} change={seek} />
        {write ? (
          <Button look="primary" onPress={() => write()}>
            <Plus size={16} aria-hidden="true" />
            <span className="max-sm:sr-only">{words("add")}</span>
          </Button>
        ) : null}
      </div>
      <p className="mt-1.5 flex gap-3 text-[13px] text-ink-faint">
        <span role="status">
          {search ? words("countFound", { count, total: number(total) }) : words("count", { count })}
        </span>
        {write ? <span className="pointer-coarse:hidden max-md:hidden">{words("keys")}</span> : null}
      </p>
    </div>
  );
}

function Search({ value, change }: { value: string; change: (text: string) => void }) {
  const words = useTranslations("assistant.entries");
  return (
    <div className="relative min-w-0 flex-1">
      <input
        data-search
        type="search"
        aria-label={words("search")}
        placeholder={words("search")}
        value={value}
        onChange={(event) => change(event.target.value)}
        className="h-9 w-full rounded-md border border-line-strong bg-surface pr-9 pl-3 placeholder:text-ink-faint pointer-coarse:h-11 pointer-coarse:text-base [&::-webkit-search-cancel-button]:hidden"
      />
      {value ? (
        <span className="absolute top-0 right-0">
          <IconButton label={words("clear")} onPress={() => change("")}>
            <X size={16} aria-hidden="true" />
          </IconButton>
        </span>
      ) : null}
    </div>
  );
}

/** The address names an entry that is not there any more. */
function Gone({ close }: { close: () => void }) {
  const words = useTranslations("assistant.entries");
  return (
    <div className="border-b border-line">
      <Empty sentence={words("gone")}>
        <Button onPress={close}>{words("seeAll")}</Button>
      </Empty>
    </div>
  );
}

/** Who closes an entry is back on its line. */
function useBackOnLine(question: string | undefined): void {
  const last = useRef(question);
  useEffect(() => {
    if (!question && last.current) document.getElementById(`faq-${last.current}`)?.focus();
    last.current = question;
  }, [question]);
}

/** J and K go down and up the lines, N begins a new one, / goes to the search. */
function useFaqKeys(list: RefObject<HTMLUListElement | null>, add: (() => void) | undefined): void {
  const move = (by: 1 | -1) => {
    const links = [...(list.current?.querySelectorAll<HTMLElement>("a[data-line]") ?? [])];
    const at = links.indexOf(document.activeElement as HTMLElement);
    links[at < 0 ? 0 : at + by]?.focus();
  };
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    n: () => add?.(),
    "/": () => document.querySelector<HTMLInputElement>("[data-search]")?.focus(),
  });
}

function Skeleton() {
  return (
    <Loading>
      {BONES.map((bone) => (
        <div key={bone} className="flex flex-col gap-2 border-b border-line px-4 py-3 md:px-6">
          <Bone className="h-3.5 w-1/2" />
          <Bone className="h-3 w-4/5" />
        </div>
      ))}
    </Loading>
  );
}
