import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useMe } from "@/app/me";
import type { Conversation } from "@/features/conversations/filters";
import { membersQuery } from "@/features/conversations/queries";
import type { Acting } from "@/features/conversations/use-act";
import { Dialog } from "@/ui/dialog";
import { DialogForm } from "@/ui/dialog-form";

const REASONS = ["expertise", "complaint", "absence", "asked", "other"] as const;
const BOX = "h-11 rounded-md border border-line-strong bg-surface px-3 text-base font-normal text-ink";

interface Props {
  conversation: Conversation;
  act: Acting;
  close: () => void;
}

/** Asks for somebody else, saying why: the person named is told, or whoever is free. */
export default function EscalateDialog({ conversation, act, close }: Props) {
  const words = useTranslations("desk.escalate");
  const me = useMe();
  const members = useQuery(membersQuery);
  const [reason, setReason] = useState<(typeof REASONS)[number]>("expertise");
  const [to, setTo] = useState("");
  const able = members.data?.data.filter((one) => one.role !== "viewer" && one.user_id !== me.id) ?? [];
  const chosen = able.find((one) => one.user_id === to);
  return (
    <Dialog title={words("title", { name: conversation.contact_name || conversation.address })} close={close}>
      <DialogForm
        act={words("submit")}
        isPending={act.isPending}
        submit={() => act.mutate({ act: "hand-over", reason, ...(to ? { to } : {}) }, { onSuccess: close })}
        close={close}
      >
        <label className="flex flex-col gap-1 text-[13px] font-medium text-ink-soft">
          {words("reason")}
          <select
            value={reason}
            onChange={(event) => setReason(event.target.value as typeof reason)}
            className={BOX}
          >
            {REASONS.map((one) => (
              <option key={one} value={one}>
                {words(`reasons.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label className="flex flex-col gap-1 text-[13px] font-medium text-ink-soft">
          {words("to")}
          <select value={to} onChange={(event) => setTo(event.target.value)} className={BOX}>
            <option value="">{words("anyone")}</option>
            {able.map((one) => (
              <option key={one.user_id} value={one.user_id}>
                {one.name}
              </option>
            ))}
          </select>
        </label>
        <p className="text-[13px] text-ink-soft">
          {chosen ? words("followsNamed", { name: chosen.name }) : words("followsAnyone")}
        </p>
      </DialogForm>
    </Dialog>
  );
}
