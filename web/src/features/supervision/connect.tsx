import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, data, type Schemas } from "@/api/client";
import { faultOf } from "@/api/problem";
import { Findings } from "@/features/supervision/channel";
import { ChannelFields, typed, type Values } from "@/features/supervision/channel-fields";
import { providersQuery } from "@/features/supervision/queries";
import { keys } from "@/live/cache-keys";
import { Button } from "@/ui/button";
import { Choice } from "@/ui/choice";
import { Dialog } from "@/ui/dialog";
import { TextField } from "@/ui/field";
import { Loaded } from "@/ui/loaded";
import { Banner } from "@/ui/states";
import { useToasts } from "@/ui/toasts";

type Provider = Schemas["ProviderView"];

/** A new channel: what its provider asks for, checked there before it is connected. */
export default function Connect({ close }: { close: () => void }) {
  const words = useTranslations("supervision.channels");
  const providers = useQuery(providersQuery);
  return (
    <Dialog title={words("connect")} close={close}>
      <Loaded query={providers} bone="h-96">
        {({ data: known }) => <Form providers={known} close={close} />}
      </Loaded>
    </Dialog>
  );
}

function Form({ providers, close }: { providers: readonly Provider[]; close: () => void }) {
  const words = useTranslations();
  const [name, choose] = useState(providers[0]?.provider ?? "");
  const [label, setLabel] = useState("");
  const [values, setValues] = useState<Values>({});
  const provider = providers.find((one) => one.provider === name);
  const fields = provider?.fields ?? [];
  const asked = {
    provider: name,
    label: label.trim(),
    settings: typed(
      fields.filter((field) => !field.secret),
      values,
    ),
    secrets: typed(
      fields.filter((field) => field.secret),
      values,
    ),
  };
  const { check, connect } = useConnecting(close);
  const error = connect.error ?? check.error;
  return (
    <form
      className="flex flex-col gap-4"
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        connect.mutate(asked);
      }}
    >
      <div className="flex flex-col gap-1">
        <span aria-hidden="true" className="text-[13px] font-medium text-ink-soft">
          {words("supervision.channels.provider")}
        </span>
        <Choice
          label={words("supervision.channels.provider")}
          value={name}
          onChange={choose}
          options={providers.map((one) => [one.provider, one.label] as const)}
        />
      </div>
      <TextField
        label={words("supervision.channels.label")}
        hint={words("supervision.channels.labelHint")}
        value={label}
        onChange={setLabel}
        maxLength={200}
        error={faultOf(error, "label")}
      />
      <ChannelFields fields={fields} values={values} error={error} onChange={setValues} />
      <div aria-live="polite">{check.data ? <Findings findings={check.data.findings} /> : null}</div>
      {error ? <Banner tone="danger">{error.message}</Banner> : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onPress={close}>{words("states.cancel")}</Button>
        <Button isDisabled={check.isPending} onPress={() => check.mutate(asked)}>
          {words(check.isPending ? "supervision.channels.checking" : "supervision.channels.checkFirst")}
        </Button>
        <Button type="submit" look="primary" isDisabled={connect.isPending}>
          {words("supervision.channels.connect")}
        </Button>
      </div>
    </form>
  );
}

function useConnecting(close: () => void) {
  const words = useTranslations("supervision.channels");
  const client = useQueryClient();
  const { tell } = useToasts();
  const [key] = useState(() => crypto.randomUUID());
  const check = useMutation({
    mutationFn: (body: Schemas["NewChannel"]) => data(api.POST("/api/channels/check", { body })),
  });
  const connect = useMutation({
    mutationFn: (body: Schemas["NewChannel"]) =>
      data(api.POST("/api/channels", { params: { header: { "Idempotency-Key": key } }, body })),
    onMutate: () => check.reset(),
    onSuccess: () => {
      tell(words("connected"), "success");
      close();
    },
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.channels() }),
        client.invalidateQueries({ queryKey: keys.supervision("gaps") }),
      ]),
  });
  return { check, connect };
}
