import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { readTime } from "@/features/assistant/hours";

interface Props {
  label: string;
  value: string;
  fault: boolean;
  reads: boolean;
  onChange: (time: string) => void;
}

/** A time, written as one likes: it is read when one leaves the box. */
export function TimeBox({ label, value, fault, reads, onChange }: Props) {
  const words = useTranslations("assistant.hours");
  const id = useId();
  const [writing, write] = useState<string>();
  const wrong = writing !== undefined && readTime(writing) === undefined;
  const written = (text: string) => {
    write(text);
    const time = readTime(text);
    // « 1 » is read at once on the way to « 18 »: what is half written waits.
    if (time && text.replace(/\D/g, "").length >= 4) onChange(time);
  };
  const leave = () => {
    const time = readTime(writing ?? value);
    if (!time) return;
    onChange(time);
    write(undefined);
  };
  return (
    <>
      <input
        aria-label={label}
        aria-invalid={wrong || fault}
        aria-describedby={wrong ? id : undefined}
        data-unread={wrong ? "" : undefined}
        value={writing ?? value}
        readOnly={reads}
        maxLength={7}
        onFocus={(event) => event.target.select()}
        onChange={(event) => written(event.target.value)}
        onBlur={leave}
        onKeyDown={(event) => {
          if (event.key === "Enter") leave();
        }}
        className="figures h-9 w-16 rounded-md border border-line-strong bg-surface text-center aria-invalid:border-danger pointer-coarse:h-11 pointer-coarse:text-base"
      />
      {wrong ? (
        <span id={id} className="order-last basis-full text-[13px] text-danger">
          {words("invalid")}
        </span>
      ) : null}
    </>
  );
}
