import { X } from "lucide-react";
import { type ClipboardEvent, useRef, useState } from "react";
import type { TextFieldProps } from "react-aria-components";
import { useTranslations } from "use-intl";
import { LIMITS, withVariants } from "@/features/assistant/entries";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/field";

interface Props {
  question: string;
  variants: readonly string[];
  change: (variants: readonly string[]) => void;
  /** What is written and not added yet. */
  text: string;
  setText: (text: string) => void;
  error: string | undefined;
}

/** The other ways to ask: Enter adds one, several lines pasted add several. */
export function Variants({ question, variants, change, text, setText, error }: Props) {
  const words = useTranslations("assistant.editor");
  const [repeated, setRepeated] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const full = variants.length >= LIMITS.variants;
  const add = (lines: string) => {
    const after = withVariants(variants, lines, question).slice(0, LIMITS.variants);
    setRepeated(lines.trim() !== "" && after.length === variants.length);
    if (after.length === variants.length) return;
    change(after);
    setText("");
  };
  const remove = (variant: string) => {
    change(variants.filter((other) => other !== variant));
    box.current?.querySelector("input")?.focus();
  };
  const pressed: TextFieldProps["onKeyDown"] = (event) => {
    const adds = event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.nativeEvent.isComposing;
    if (!adds) {
      event.continuePropagation();
      return;
    }
    event.preventDefault();
    add(text);
  };
  const pasted = (event: ClipboardEvent) => {
    const lines = event.clipboardData.getData("text");
    if (!lines.trim().includes("\n")) return;
    event.preventDefault();
    add(lines);
  };
  return (
    <div ref={box}>
      <p className="mb-1.5 text-[13px] font-medium text-ink-soft">{words("variants")}</p>
      {variants.length ? (
        <ul
          aria-label={words("variants")}
          className="mb-2 divide-y divide-line rounded-md border border-line"
        >
          {variants.map((variant) => (
            <li key={variant} className="flex items-center gap-2 pl-3">
              <span className="min-w-0 flex-1 py-1.5 break-words">{variant}</span>
              <Button
                small
                look="quiet"
                aria-label={words("removeVariant", { variant })}
                onPress={() => remove(variant)}
              >
                <X size={16} aria-hidden="true" />
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="flex items-end gap-2">
        <div className="min-w-0 flex-1">
          <TextField
            label={words("variant")}
            value={text}
            maxLength={LIMITS.question}
            isDisabled={full}
            onKeyDown={pressed}
            onPaste={pasted}
            onChange={(written) => {
              setText(written);
              setRepeated(false);
            }}
            error={error ?? (repeated ? words("repeated") : undefined)}
          />
        </div>
        <Button onPress={() => add(text)} isDisabled={full || !text.trim()}>
          {words("addVariant")}
        </Button>
      </div>
      <p className="mt-1 text-[13px] text-ink-faint">{words(full ? "variantsFull" : "variantsHint")}</p>
    </div>
  );
}
