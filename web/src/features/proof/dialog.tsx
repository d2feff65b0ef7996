import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, data } from "@/api/client";
import { faultOf } from "@/api/problem";
import { proof } from "@/api/proof";
import { CodeField } from "@/features/second-factor/code-field";
import { keys } from "@/live/cache-keys";
import { Dialog } from "@/ui/dialog";
import { DialogForm } from "@/ui/dialog-form";
import { TextField } from "@/ui/field";
import { Loaded } from "@/ui/loaded";

const meansQuery = {
  queryKey: keys.proof(),
  queryFn: () => data(api.GET("/api/session/proof")),
  gcTime: 0, // a telephone may have been enrolled since
};

/** Asks who one is, by what the account is protected with. */
export default function ProofDialog() {
  const words = useTranslations("proof");
  const means = useQuery(meansQuery);
  const [typed, setTyped] = useState("");
  const prove = useMutation({
    mutationFn: () => api.POST("/api/session/proof", { body: { typed } }),
    onSuccess: () => proof.settle(true),
  });
  const fault = faultOf(prove.error, "typed") ?? faultOf(prove.error, "code");
  const close = () => proof.settle(false);
  const field = { value: typed, onChange: setTyped, error: fault };
  return (
    <Dialog title={words("title")} close={close}>
      <DialogForm
        act={words("submit")}
        isPending={prove.isPending}
        isDisabled={!typed.trim() || !means.data}
        error={fault ? undefined : prove.error}
        submit={() => prove.mutate()}
        close={close}
      >
        <p className="text-pretty">{words("lead")}</p>
        <Loaded query={means} bone="h-16">
          {(asked) =>
            asked.means === "code" ? (
              <CodeField {...field} />
            ) : (
              <TextField
                {...field}
                type="password"
                label={words("password")}
                autoComplete="current-password"
                maxLength={1024}
                isRequired
                autoFocus
              />
            )
          }
        </Loaded>
      </DialogForm>
    </Dialog>
  );
}
