import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { api, type Schemas } from "@/api/client";
import { useMay } from "@/app/me";
import { SIMULATOR } from "@/features/phone/queries";
import { keys } from "@/live/cache-keys";
import { Button } from "@/ui/button";
import { Empty } from "@/ui/states";
import { useToasts } from "@/ui/toasts";

type Channel = Schemas["ChannelView"];

/** No line to play on: it is created here, or resumed, by who may. */
export function NoLine({ suspended }: { suspended: Channel | undefined }) {
  const words = useTranslations("phone");
  const may = useMay();
  const open = useOpening(suspended);
  const sentence = suspended ? words("suspended", { reason: suspended.suspended }) : words("noChannel");
  if (!may("channels.manage")) return <Empty sentence={words("notYours")} />;
  return (
    <Empty sentence={sentence}>
      <Button look="primary" isDisabled={open.isPending} onPress={() => open.mutate()}>
        {words(suspended ? "resume" : "create")}
      </Button>
    </Empty>
  );
}

function useOpening(suspended: Channel | undefined) {
  const words = useTranslations("phone");
  const client = useQueryClient();
  const { tell } = useToasts();
  return useMutation({
    mutationFn: async () => {
      if (suspended) {
        const path = { channel_id: suspended.channel_id };
        await api.POST("/api/channels/{channel_id}/resume", { params: { path } });
        return;
      }
      // The name is one of the whole installation, and nobody ever needs either again.
      const settings = { endpoint: `demonstration-${crypto.randomUUID()}` };
      const secrets = { secret: crypto.randomUUID() };
      const body = { provider: SIMULATOR, label: words("channelName"), settings, secrets };
      await api.POST("/api/channels", { body });
    },
    onError: (error) => tell(error.message, "danger"),
    onSettled: () => client.invalidateQueries({ queryKey: keys.channels() }),
  });
}
