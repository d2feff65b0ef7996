import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { percent } from "@/features/assistant/figures";
import { settingsQuery } from "@/features/assistant/queries";
import { Trial } from "@/features/assistant/trial";
import type { Try } from "@/features/assistant/tries";
import { useTrying } from "@/features/assistant/trying";
import { useConnection } from "@/live/provider";
import { Button } from "@/ui/button";
import { Badge, Banner, Bone, Loading } from "@/ui/states";

const LONGEST = 2000;

/** A question, what the assistant would say, and the last ones. `leave` closes what the panel is in. */
export function TryPanel({ leave }: { leave?: () => void }) {
  const words = useTranslations("assistant.trying");
  const trying = useTrying();
  if (!trying) return null;
  const { shown, asking, error, ask, old } = trying;
  return (
    <div className="flex flex-col gap-4">
      <Ask />
      <p role="status" className="sr-only">
        {shown && !asking
          ? words("summary", {
              source: words(`source.${shown.result.source}`),
              confidence: percent(shown.result.confidence),
            })
          : ""}
      </p>
      {error && !asking ? (
        <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-danger">
          {error.message}
        </p>
      ) : null}
      {old && shown && !asking ? (
        <div className="overflow-hidden rounded-md">
          <Banner tone="warning">
            <span className="flex-1">{words("old")}</span>
            <Button small onPress={() => ask(shown)}>
              {words("again")}
            </Button>
          </Banner>
        </div>
      ) : null}
      {asking ? <Waiting question={asking.question} /> : null}
      {shown && !asking ? <Trial tried={shown} leave={leave} /> : null}
      {shown || asking || error ? null : <p className="text-pretty text-ink-faint">{words("empty")}</p>}
      <History />
    </div>
  );
}

function Ask() {
  const words = useTranslations("assistant.trying");
  const id = useId();
  const trying = useTrying();
  const modelAllowed = useQuery(settingsQuery).data?.model_allowed !== false;
  const lost = useConnection().state === "lost";
  const [question, setQuestion] = useState("");
  const [withModel, setWithModel] = useState(true);
  const blocked = !question.trim() || trying?.asking !== undefined || lost;
  const ask = () => {
    if (!blocked) trying?.ask({ question: question.trim(), withModel: withModel && modelAllowed });
  };
  const pressed = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.currentTarget.select();
    ask();
  };
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-[13px] text-ink-soft">
        {words("lead")}
      </label>
      <textarea
        id={id}
        rows={2}
        maxLength={LONGEST}
        value={question}
        placeholder={words("placeholder")}
        onChange={(event) => setQuestion(event.target.value)}
        onKeyDown={pressed}
        className="w-full resize-none rounded-md border border-line-strong bg-surface px-3 py-2 leading-normal placeholder:text-ink-faint pointer-coarse:text-base"
      />
      <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1">
        {modelAllowed ? (
          <label className="flex min-h-9 items-center gap-2 text-[13px] text-ink-soft pointer-coarse:min-h-11">
            <input
              type="checkbox"
              checked={withModel}
              onChange={(event) => setWithModel(event.target.checked)}
              className="size-4 accent-accent"
            />
            {words("withModel")}
          </label>
        ) : (
          <p className="text-[13px] text-ink-faint">{words("modelOff")}</p>
        )}
        <span className="ml-auto">
          <Button small look="primary" onPress={ask} isDisabled={blocked}>
            {words("ask")}
          </Button>
        </span>
      </div>
    </div>
  );
}

function Waiting({ question }: { question: string }) {
  return (
    <div className="flex flex-col gap-2">
      <p className="max-w-[85%] self-start rounded-xl rounded-tl-sm border border-line bg-surface px-3 py-2 break-words">
        {question}
      </p>
      <Loading>
        <Bone className="ml-auto h-20 w-4/5" />
      </Loading>
    </div>
  );
}

function History() {
  const words = useTranslations("assistant.trying");
  const trying = useTrying();
  if (!trying || trying.tries.length < 2) return null;
  return (
    <section aria-label={words("history")} className="border-t border-line pt-3">
      <div className="flex items-center">
        <h3 className="flex-1 text-[13px] font-semibold">{words("history")}</h3>
        <Button small look="quiet" onPress={trying.forget}>
          {words("clear")}
        </Button>
      </div>
      <ul className="mt-1">
        {trying.tries.map((tried) => (
          <li key={tried.id}>
            <Past tried={tried} current={tried.id === trying.shown?.id} show={trying.show} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface PastProps {
  tried: Try;
  current: boolean;
  show: (id: string) => void;
}

function Past({ tried, current, show }: PastProps) {
  const words = useTranslations("assistant.trying");
  const { handover, confidence } = tried.result;
  return (
    <button
      type="button"
      aria-label={words("show", { question: tried.question })}
      aria-current={current ? "true" : undefined}
      onClick={() => show(tried.id)}
      className="flex min-h-9 w-full items-center gap-2 rounded-md px-2 text-left hover:bg-hover aria-[current]:bg-accent-soft pointer-coarse:min-h-11"
    >
      <span className="min-w-0 flex-1 truncate">{tried.question}</span>
      {tried.withModel ? null : <span className="text-xs text-ink-faint">{words("without")}</span>}
      <Badge tone={handover ? "warning" : "success"}>
        <span className="figures">{percent(confidence)}</span>
      </Badge>
    </button>
  );
}
