import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, data } from "@/api/client";
import { faultOf } from "@/api/problem";
import { Expiry } from "@/features/keys/expiry";
import { ScopeChoice } from "@/features/keys/scope-choice";
import { endOf } from "@/features/keys/scopes";
import { Shown } from "@/features/keys/shown";
import { keys } from "@/live/cache-keys";
import { Dialog } from "@/ui/dialog";
import { DialogForm } from "@/ui/dialog-form";
import { TextField } from "@/ui/field";

const USUAL_DAYS = 90;

/** What the key is for, what it may do and until when; then the key, this once. */
export default function Issue({ close }: { close: () => void }) {
  const words = useTranslations("apiKeys");
  const client = useQueryClient();
  const [idempotency] = useState(() => crypto.randomUUID());
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<ReadonlySet<string>>(new Set());
  const [days, setDays] = useState(USUAL_DAYS);
  const header = { "Idempotency-Key": idempotency };
  const issue = useMutation({
    mutationFn: () => {
      const body = { name, scopes: [...scopes], ends_at: endOf(days, new Date()) };
      return data(api.POST("/api/keys", { params: { header }, body }));
    },
    gcTime: 0, // the key is in what it gives: nothing keeps it once the dialog is closed
    onSettled: () => client.invalidateQueries({ queryKey: keys.apiKeys() }),
  });
  if (issue.data) return <Shown name={name.trim()} text={issue.data.key} close={close} />;
  const fault = faultOf(issue.error, "name");
  return (
    <Dialog title={words("issue")} close={close}>
      <DialogForm
        act={words("create")}
        autoComplete="off"
        isDisabled={issue.isPending || !name.trim() || scopes.size === 0}
        error={fault ? undefined : issue.error}
        submit={() => issue.mutate()}
        close={close}
      >
        <TextField
          label={words("name")}
          hint={words("nameHint")}
          value={name}
          onChange={setName}
          maxLength={60}
          error={fault}
          autoFocus
        />
        <ScopeChoice chosen={scopes} onChange={setScopes} />
        <Expiry days={days} onChange={setDays} />
      </DialogForm>
    </Dialog>
  );
}
