import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { api, data } from "@/api/client";
import { keys } from "@/live/cache-keys";
import { Dialog } from "@/ui/dialog";
import { Bone, Failed, Loading } from "@/ui/states";

/** Why the assistant said that: read from what was recorded then. */
export default function Why({ messageId, close }: { messageId: string; close: () => void }) {
  const words = useTranslations("thread");
  const found = useQuery({
    queryKey: keys.why(messageId),
    queryFn: ({ signal }) =>
      data(
        api.GET("/api/messages/{message_id}/why", { params: { path: { message_id: messageId } }, signal }),
      ),
  });
  return (
    <Dialog title={words("why")} close={close}>
      {found.isPending ? (
        <Loading>
          <Bone className="h-32 w-full" />
        </Loading>
      ) : null}
      {found.isError ? <Failed error={found.error} retry={() => void found.refetch()} /> : null}
      {found.data ? <pre className="overflow-auto text-xs">{JSON.stringify(found.data, null, 1)}</pre> : null}
    </Dialog>
  );
}
