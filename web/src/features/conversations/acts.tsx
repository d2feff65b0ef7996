import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Ellipsis, UserRoundPlus, UserRoundSearch } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { useMay, useMe } from "@/app/me";
import type { Conversation } from "@/features/conversations/filters";
import { keys } from "@/live/cache-keys";
import { Button, IconButton } from "@/ui/button";
import { useToasts } from "@/ui/toasts";
import { useKeys } from "@/ui/use-keys";

const AssignMenu = lazy(() => import("@/features/conversations/assign"));
const MoreMenu = lazy(() => import("@/features/conversations/more"));

export type Act =
  | "take-over"
  | "hand-back"
  | "hand-over"
  | "unassign"
  | "mute"
  | "unmute"
  | "unsnooze"
  | "resolve"
  | "reopen"
  | "close";

/** Asks for an act, saying what was on the screen: what others did meanwhile is told instead of being undone. */
export function useAct(conversation: Conversation) {
  const client = useQueryClient();
  const { tell } = useToasts();
  const id = conversation.conversation_id;
  return useMutation({
    mutationFn: (act: Act) =>
      api.POST(`/api/conversations/{conversation_id}/${act}`, {
        params: { path: { conversation_id: id }, header: { "Palabre-Seen": conversation.revision } },
      }),
    onError: (error) => tell(error.message, "danger"),
    onSettled: () => client.invalidateQueries({ queryKey: keys.conversation(id) }),
  });
}

/** What may be done with the conversation: the usual at hand, the rest in a menu. */
export function Acts({ conversation }: { conversation: Conversation }) {
  const words = useTranslations("acts");
  const may = useMay();
  const me = useMe();
  const act = useAct(conversation);
  const [assigning, setAssigning] = useState(false);
  const over = conversation.status === "resolved" || conversation.status === "closed";
  const mine = conversation.user_id === me.id;
  const canManage = may("conversations.manage");
  const canAnswer = may("conversations.answer");
  useKeys({
    e: () => canManage && act.mutate(over ? "reopen" : "resolve"),
    a: () => canManage && setAssigning(true),
  });
  return (
    <div className="flex shrink-0 items-center gap-1.5">
      {canAnswer && !mine ? (
        <Button small look="primary" isDisabled={act.isPending} onPress={() => act.mutate("take-over")}>
          {words("takeOver")}
        </Button>
      ) : null}
      {canAnswer && conversation.owner !== "assistant" ? (
        <span className="max-lg:hidden">
          <Button small isDisabled={act.isPending} onPress={() => act.mutate("hand-back")}>
            {words("handBack")}
          </Button>
        </span>
      ) : null}
      {canManage ? (
        <span className="max-sm:hidden">
          <Button small isDisabled={act.isPending} onPress={() => act.mutate(over ? "reopen" : "resolve")}>
            {words(over ? "reopen" : "resolve")}
          </Button>
        </span>
      ) : null}
      <Suspense fallback={<Waiting label={words("more")} />}>
        {canManage ? (
          <AssignMenu conversation={conversation} isOpen={assigning} onOpenChange={setAssigning}>
            <IconButton label={words("assign")}>
              <UserRoundPlus size={18} aria-hidden="true" />
            </IconButton>
          </AssignMenu>
        ) : null}
        <MoreMenu conversation={conversation} act={act.mutate} />
      </Suspense>
      <Link
        to="/clients/$contactId"
        params={{ contactId: conversation.contact_id }}
        aria-label={words("client")}
        title={words("client")}
        className="grid size-9 place-items-center rounded-md text-ink-soft hover:bg-hover xl:hidden pointer-coarse:size-11"
      >
        <UserRoundSearch size={18} aria-hidden="true" />
      </Link>
    </div>
  );
}

function Waiting({ label }: { label: string }) {
  return (
    <IconButton label={label} isDisabled>
      <Ellipsis size={18} aria-hidden="true" />
    </IconButton>
  );
}
