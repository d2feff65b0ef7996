import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, data } from "@/api/client";
import { faultOf } from "@/api/problem";
import { session } from "@/api/session";
import { useMe } from "@/app/me";
import { Dialog } from "@/ui/dialog";
import { DialogForm } from "@/ui/dialog-form";
import { TextField } from "@/ui/field";
import { useToasts } from "@/ui/toasts";

/** Another password, against the current one. All sessions end: what comes back is the one that begins here. */
export default function ChangePassword({ close }: { close: () => void }) {
  const words = useTranslations("account.password");
  const me = useMe();
  const client = useQueryClient();
  const { tell } = useToasts();
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const change = useMutation({
    mutationFn: () => session.replace(() => data(api.POST("/api/password", { body: { current, password } }))),
    onSuccess: () => {
      tell(words("changed"), "success");
      close();
      return client.invalidateQueries();
    },
  });
  const faults = { current: faultOf(change.error, "current"), password: faultOf(change.error, "password") };
  return (
    <Dialog title={words("changeTitle")} close={close}>
      <DialogForm
        act={words("changeDo")}
        isPending={change.isPending}
        isDisabled={!current || !password}
        error={(faults.current ?? faults.password) ? undefined : change.error}
        submit={() => change.mutate()}
        close={close}
      >
        <p className="text-pretty">{words("changeLead")}</p>
        <input hidden readOnly type="text" autoComplete="username" value={me.email} />
        <TextField
          type="password"
          label={words("current")}
          autoComplete="current-password"
          value={current}
          onChange={setCurrent}
          error={faults.current}
          isRequired
          autoFocus
        />
        <TextField
          type="password"
          label={words("new")}
          hint={words("hint")}
          autoComplete="new-password"
          value={password}
          onChange={setPassword}
          error={faults.password}
          isRequired
        />
      </DialogForm>
    </Dialog>
  );
}
