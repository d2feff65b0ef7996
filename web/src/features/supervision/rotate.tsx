import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, type Schemas } from "@/api/client";
import { ChannelFields, typed, type Values } from "@/features/supervision/channel-fields";
import { providersQuery } from "@/features/supervision/queries";
import { keys } from "@/live/cache-keys";
import { Dialog } from "@/ui/dialog";
import { DialogForm } from "@/ui/dialog-form";
import { Loaded } from "@/ui/loaded";
import { useToasts } from "@/ui/toasts";

interface Props {
  channel: Schemas["ChannelDetail"];
  close: () => void;
}

/** Other credentials for a channel: only those that change. */
export default function Rotate({ channel, close }: Props) {
  const words = useTranslations("supervision.channels");
  const providers = useQuery(providersQuery);
  return (
    <Dialog title={words("rotateTitle", { label: channel.label })} close={close}>
      <Loaded query={providers} bone="h-64">
        {({ data }) => (
          <Form
            channel={channel}
            fields={
              data.find((one) => one.provider === channel.provider)?.fields.filter((one) => one.secret) ?? []
            }
            close={close}
          />
        )}
      </Loaded>
    </Dialog>
  );
}

function Form({ channel, fields, close }: Props & { fields: readonly Schemas["FieldView"][] }) {
  const words = useTranslations();
  const [values, setValues] = useState<Values>({});
  const [force, setForce] = useState(false);
  const secrets = typed(fields, values);
  const rotate = useRotate(channel.channel_id, close);
  return (
    <DialogForm
      act={words(rotate.isPending ? "supervision.channels.checking" : "states.save")}
      isDisabled={rotate.isPending || Object.keys(secrets).length === 0}
      autoComplete="off"
      error={rotate.error}
      submit={() => rotate.mutate({ secrets, force })}
      close={close}
    >
      <p className="text-pretty text-ink-soft">{words("supervision.channels.rotateLead")}</p>
      <ChannelFields fields={fields} values={values} error={rotate.error} onChange={setValues} />
      <label className="flex items-center gap-2 text-[13px] pointer-coarse:min-h-11">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={force}
          onChange={(event) => setForce(event.target.checked)}
        />
        {words("supervision.channels.rotateForce")}
      </label>
    </DialogForm>
  );
}

function useRotate(id: string, close: () => void) {
  const words = useTranslations("supervision.channels");
  const client = useQueryClient();
  const { tell } = useToasts();
  return useMutation({
    mutationFn: (body: { secrets: Record<string, string>; force: boolean }) =>
      api.POST("/api/channels/{channel_id}/credentials", { params: { path: { channel_id: id } }, body }),
    onSuccess: () => {
      tell(words("rotated"), "success");
      close();
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.channels() }),
  });
}
