import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, type Schemas } from "@/api/client";
import { Dialog } from "@/ui/dialog";
import { DialogForm } from "@/ui/dialog-form";
import { TextField } from "@/ui/field";
import { useToasts } from "@/ui/toasts";

const WORD = "SUPPRIMER";

interface Props {
  contact: Schemas["ContactView"];
  close: () => void;
}

/** Forgets a client for good, once the word was typed. */
export default function EraseDialog({ contact, close }: Props) {
  const words = useTranslations("clientActs.erase");
  const client = useQueryClient();
  const { tell } = useToasts();
  const [typed, setTyped] = useState("");
  const erasure = useMutation({
    mutationFn: () =>
      api.POST("/api/contacts/{contact_id}/erase", {
        params: { path: { contact_id: contact.contact_id } },
        body: { confirm: WORD },
      }),
    onSuccess: () => {
      tell(words("done"));
      close();
      return client.invalidateQueries(); // their words were on every screen
    },
  });
  return (
    <Dialog title={words("title")} close={close}>
      <DialogForm
        act={words("submit")}
        look="danger"
        isDisabled={typed !== WORD}
        isPending={erasure.isPending}
        submit={() => {
          if (typed === WORD) erasure.mutate();
        }}
        close={close}
      >
        <p>{words("follows", { name: contact.name || words("thisClient") })}</p>
        <TextField
          label={words("type", { word: WORD })}
          value={typed}
          onChange={setTyped}
          autoComplete="off"
          error={erasure.error?.message}
        />
      </DialogForm>
    </Dialog>
  );
}
