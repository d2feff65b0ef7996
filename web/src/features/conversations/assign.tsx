import { useQuery } from "@tanstack/react-query";
import { Check } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";
import { useMe } from "@/app/me";
import type { Conversation } from "@/features/conversations/filters";
import { membersQuery } from "@/features/conversations/queries";
import type { Acting } from "@/features/conversations/use-act";
import { Avatar } from "@/ui/avatar";
import { Menu, MenuItem } from "@/ui/menu";

interface Props {
  conversation: Conversation;
  act: Acting;
  isOpen: boolean;
  onOpenChange: (open: boolean) => void;
  children: ReactElement;
}

/** Who the conversation is given to: oneself first. */
export default function AssignMenu({ conversation, act, isOpen, onOpenChange, children }: Props) {
  const words = useTranslations("acts");
  const desk = useTranslations("desk");
  const me = useMe();
  const members = useQuery(membersQuery);
  const able = members.data?.data.filter((member) => member.role !== "viewer") ?? [];
  const sorted = [...able].sort((a, b) => Number(b.user_id === me.id) - Number(a.user_id === me.id));
  return (
    <Menu label={words("assignTo")} trigger={children} isOpen={isOpen} onOpenChange={onOpenChange}>
      {sorted.map((member) => (
        <MenuItem
          key={member.user_id}
          textValue={member.name}
          onAction={() => act.mutate({ act: "assign", to: member.user_id })}
        >
          <Avatar name={member.name} size={22} />
          <span className="flex-1">
            {member.user_id === me.id ? desk("myself", { name: member.name }) : member.name}
          </span>
          {member.user_id === conversation.user_id ? <Check size={16} aria-hidden="true" /> : null}
        </MenuItem>
      ))}
      {conversation.user_id ? (
        <MenuItem onAction={() => act.mutate({ act: "unassign" })} textValue={words("unassigned")}>
          <span className="flex-1">
            {words("unassigned")}
            <span className="block text-xs text-ink-faint">{desk("follows.unassign")}</span>
          </span>
        </MenuItem>
      ) : null}
    </Menu>
  );
}
