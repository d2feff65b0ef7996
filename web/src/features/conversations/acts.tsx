import { Link } from "@tanstack/react-router";
import { Ellipsis, UserRoundPlus, UserRoundSearch } from "lucide-react";
import { lazy, type ReactNode, Suspense, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { useMay, useMe, useVisiting } from "@/app/me";
import type { Conversation } from "@/features/conversations/filters";
import { type PlainAct, useAct } from "@/features/conversations/use-act";
import { Button, IconButton } from "@/ui/button";
import { useKeys } from "@/ui/use-keys";

const AssignMenu = lazy(() => import("@/features/conversations/assign"));
const MoreMenu = lazy(() => import("@/features/conversations/more"));

export const isOver = ({ status }: Conversation): boolean => status === "resolved" || status === "closed";

/** What may be done with the conversation: the usual at hand, as much as fits, all of it in a menu. */
export function Acts({ conversation }: { conversation: Conversation }) {
  const words = useTranslations("acts");
  const may = useMay();
  const me = useMe();
  const visiting = useVisiting();
  const act = useAct(conversation);
  const [assigning, setAssigning] = useState(false);
  const canManage = may("conversations.manage");
  const canAnswer = may("conversations.answer");
  const settle: PlainAct = isOver(conversation) ? "reopen" : "resolve";
  const run = (asked: PlainAct) => act.mutate({ act: asked });
  useKeys({
    e: () => canManage && !act.isPending && run(settle),
    a: () => canManage && setAssigning(true),
  });
  return (
    <>
      <div className="col-start-2 col-end-4 row-start-2 flex items-center gap-1.5 justify-self-end @lg:col-end-3 @lg:row-span-2 @lg:row-start-1">
        {canAnswer && conversation.owner !== "assistant" ? (
          <Told act="hand-back" className="hidden @3xl:inline">
            {(id) => (
              <Button small aria-describedby={id} isPending={act.isPending} onPress={() => run("hand-back")}>
                {words("handBack")}
              </Button>
            )}
          </Told>
        ) : null}
        {canManage ? (
          <Told
            act={settle}
            className={conversation.user_id === me.id || !canAnswer ? "" : "hidden @lg:inline"}
          >
            {(id) => (
              <Button small aria-describedby={id} isPending={act.isPending} onPress={() => run(settle)}>
                {words(settle)}
              </Button>
            )}
          </Told>
        ) : null}
        {canAnswer && !visiting && conversation.user_id !== me.id ? (
          <Told act="take-over">
            {(id) => (
              <Button
                small
                look="primary"
                aria-describedby={id}
                isPending={act.isPending}
                onPress={() => run("take-over")}
              >
                {words("takeOver")}
              </Button>
            )}
          </Told>
        ) : null}
      </div>
      <div className="col-start-2 col-end-4 row-start-1 -mr-1 flex items-center justify-self-end @lg:col-start-3 @lg:row-span-2">
        <Suspense fallback={<Waiting label={words("more")} />}>
          {canManage ? (
            <AssignMenu conversation={conversation} act={act} isOpen={assigning} onOpenChange={setAssigning}>
              <IconButton label={words("assign")}>
                <UserRoundPlus size={18} aria-hidden="true" />
              </IconButton>
            </AssignMenu>
          ) : null}
          {canManage ? <MoreMenu conversation={conversation} act={act} /> : null}
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
    </>
  );
}

interface ToldProps {
  act: PlainAct;
  className?: string;
  children: (describedBy: string) => ReactNode;
}

/** A button that says what follows: on hover, and to who does not see it. */
function Told({ act, className = "", children }: ToldProps) {
  const words = useTranslations("desk.follows");
  const id = useId();
  return (
    <span title={words(act)} className={className}>
      {children(id)}
      <span id={id} hidden>
        {words(act)}
      </span>
    </span>
  );
}

function Waiting({ label }: { label: string }) {
  return (
    <IconButton label={label} isDisabled>
      <Ellipsis size={18} aria-hidden="true" />
    </IconButton>
  );
}
