import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { Pick } from "@/features/licences/pick";
import { TextField } from "@/ui/field";

export type Reason = NonNullable<Schemas["BulkAct"]["revocation"]>;

/** The word that a person types before what is final. */
export const WORD = "REVOQUER";
const REASONS = ["fraud", "unpaid", "asked", "other"] as const satisfies readonly Reason[];
const LONGEST = 5000;

/** Why a licence is revoked. */
export interface Why {
  reason: Reason;
  note: string;
}

/** Whether enough is said: another reason is to be told. */
export const isSaid = ({ reason, note }: Why): boolean => reason !== "other" || note.trim() !== "";

interface Props {
  why: Why;
  error?: string | undefined;
  onChange: (why: Why) => void;
}

/** Why, among what is usual, and what there is to add. */
export function WhyFields({ why, error, onChange }: Props) {
  const words = useTranslations("licences.revoke");
  return (
    <>
      <Pick
        label={words("reason")}
        value={why.reason}
        options={REASONS.map((one) => [one, words(`reasons.${one}`)] as const)}
        onChange={(reason) => onChange({ ...why, reason })}
      />
      <TextField
        label={words("note")}
        hint={why.reason === "other" ? words("noteNeeded") : undefined}
        value={why.note}
        onChange={(note) => onChange({ ...why, note })}
        maxLength={LONGEST}
        rows={2}
        error={error}
      />
    </>
  );
}

interface WordProps {
  typed: string;
  onChange: (typed: string) => void;
}

/** The word, typed by hand, in plain sight. */
export function WordField({ typed, onChange }: WordProps) {
  const words = useTranslations("licences.revoke");
  return (
    <TextField
      label={words("word")}
      value={typed}
      onChange={onChange}
      autoComplete="off"
      spellCheck="false"
    />
  );
}
