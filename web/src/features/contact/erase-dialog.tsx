import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, type Schemas } from "@/api/client";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
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
  const states = useTranslations("states");
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
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed === WORD) erasure.mutate();
        }}
      >
        <p>{words("follows", { name: contact.name || words("thisClient") })}</p>
        <TextField
          label={words("type", { word: WORD })}
          value={typed}
          onChange={setTyped}
          autoComplete="off"
          error={erasure.error?.message}
        />
        <div className="flex justify-end gap-2">
          <Button onPress={close}>{states("cancel")}</Button>
          <Button type="submit" look="danger" isDisabled={typed !== WORD} isPending={erasure.isPending}>
            {words("submit")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
