import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, type Schemas } from "@/api/client";
import { keys } from "@/live/cache-keys";
import { Dialog } from "@/ui/dialog";
import { DialogForm } from "@/ui/dialog-form";
import { TextField } from "@/ui/field";
import { useToasts } from "@/ui/toasts";

interface Props {
  channel: Schemas["ChannelDetail"];
  close: () => void;
}

/** Stops a channel, once what follows was read. */
export default function Suspend({ channel, close }: Props) {
  const words = useTranslations();
  const [reason, setReason] = useState(words("supervision.channels.suspendDefault"));
  const client = useQueryClient();
  const { tell } = useToasts();
  const suspend = useMutation({
    mutationFn: () =>
      api.POST("/api/channels/{channel_id}/suspend", {
        params: { path: { channel_id: channel.channel_id } },
        body: { reason: reason.trim() || words("supervision.channels.suspendDefault") },
      }),
    onSuccess: () => {
      tell(words("supervision.channels.suspended"), "success");
      close();
    },
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.channels() }),
        client.invalidateQueries({ queryKey: keys.supervision("gaps") }),
      ]),
  });
  return (
    <Dialog title={words("supervision.channels.suspendTitle", { label: channel.label })} close={close}>
      <DialogForm
        act={words("supervision.channels.suspend")}
        look="danger"
        isDisabled={suspend.isPending}
        error={suspend.error}
        submit={() => suspend.mutate()}
        close={close}
      >
        <p className="text-pretty">{words("supervision.channels.suspendThen")}</p>
        <TextField
          label={words("supervision.channels.suspendReason")}
          value={reason}
          onChange={setReason}
          maxLength={300}
        />
      </DialogForm>
    </Dialog>
  );
}
