import { type KeyboardEvent, useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { Left } from "@/features/assistant/counted";
import { type Entry, LIMITS } from "@/features/assistant/entries";
import { EditorActs, EditorMoved } from "@/features/assistant/faq-editor-acts";
import { Similar } from "@/features/assistant/faq-similar";
import { Variants } from "@/features/assistant/faq-variants";
import { Leaving } from "@/features/assistant/leaving";
import { Styled } from "@/features/assistant/styled";
import { useEditing } from "@/features/assistant/use-editing";
import { useConnection } from "@/live/provider";
import { TextField } from "@/ui/field";

interface Props {
  /** The entry to change; none for a new one. */
  entry?: Entry;
  /** Whether a colleague removed it meanwhile. */
  gone?: boolean;
  /** What to begin with: the question of a new entry, a variant of one that exists. */
  text?: string | undefined;
  remove?: (entry: Entry) => void;
  close: () => void;
}

/** A question, its answer and the other ways to ask it. */
export function FaqEditor({ entry, gone = false, text, remove, close }: Props) {
  const words = useTranslations("assistant.editor");
  const editing = useEditing({ entry, gone, text, close });
  const { wanted, set, unsaved, moved, problem } = editing;
  const box = useRef<HTMLFormElement>(null);
  const lost = useConnection().state === "lost";
  const blocked = !(unsaved || gone) || editing.saving || lost || moved;
  useEffect(() => {
    if (problem) box.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [problem]);
  const save = () => {
    if (!blocked) editing.save();
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      save();
    }
    if (event.key === "Escape" && !unsaved) close();
  };
  return (
    <form
      ref={box}
      aria-label={words(entry ? "title" : "newTitle")}
      onKeyDown={pressed}
      onSubmit={(event) => event.preventDefault()}
      className="flex flex-col gap-4 border-l-2 border-accent bg-surface px-4 py-5 md:px-6"
    >
      <h2 className="text-base font-semibold">{words(entry ? "title" : "newTitle")}</h2>
      {moved ? <EditorMoved reload={editing.reload} keep={editing.keepMine} /> : null}
      {gone ? (
        <p role="alert" className="rounded-md bg-warning-soft px-3 py-2 text-[13px] text-warning">
          {words("gone")}
        </p>
      ) : null}
      <div>
        <TextField
          autoFocus
          label={words("question")}
          value={wanted.question}
          onChange={(question) => set({ question })}
          error={problem?.of("question")}
          hint={<Hint hint={words("questionHint")} text={wanted.question} longest={LIMITS.question} />}
        />
        <Similar question={wanted.question} except={entry?.faq_id} />
      </div>
      <div className="grid gap-4 2xl:grid-cols-2">
        <TextField
          label={words("answer")}
          value={wanted.answer}
          onChange={(answer) => set({ answer })}
          rows={6}
          error={problem?.of("answer")}
          hint={<Hint hint={words("answerHint")} text={wanted.answer} longest={LIMITS.answer} always />}
        />
        <Preview text={wanted.answer} />
      </div>
      <Variants
        question={wanted.question}
        variants={wanted.variants}
        change={(variants) => set({ variants })}
        text={editing.variant}
        setText={editing.setVariant}
        error={problem?.of("variants")}
      />
      {editing.error ? (
        <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-danger">
          {editing.error.message}
        </p>
      ) : null}
      <EditorActs
        isNew={!entry || gone}
        unsaved={unsaved}
        saving={editing.saving}
        blocked={blocked}
        lost={lost}
        save={save}
        close={close}
        remove={entry && remove && !gone ? () => remove(entry) : undefined}
      />
      <Leaving unsaved={unsaved && !editing.saved} />
    </form>
  );
}

interface HintProps {
  hint: string;
  text: string;
  longest: number;
  always?: boolean;
}

function Hint({ hint, text, longest, always = false }: HintProps) {
  return (
    <span className="flex flex-wrap gap-x-4">
      <span className="min-w-0 flex-1 basis-48 text-pretty">{hint}</span>
      <Left text={text} longest={longest} always={always} />
    </span>
  );
}

function Preview({ text }: { text: string }) {
  const words = useTranslations("assistant.editor");
  const look = text ? "" : "text-ink-faint italic";
  return (
    <figure className="flex flex-col gap-1">
      <figcaption className="text-[13px] font-medium text-ink-soft">{words("preview")}</figcaption>
      <div className="flex flex-1 items-start rounded-md bg-sunken p-3">
        <p
          className={`max-w-[85%] rounded-xl rounded-tl-sm border border-line bg-surface px-3 py-2 break-words whitespace-pre-wrap ${look}`}
        >
          {text ? <Styled text={text} /> : words("previewEmpty")}
        </p>
      </div>
    </figure>
  );
}
