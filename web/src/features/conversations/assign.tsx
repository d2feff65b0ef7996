import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Check } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { useAct } from "@/features/conversations/acts";
import type { Conversation } from "@/features/conversations/filters";
import { membersQuery } from "@/features/conversations/queries";
import { keys } from "@/live/cache-keys";
import { Avatar } from "@/ui/avatar";
import { Menu, MenuItem } from "@/ui/menu";
import { useToasts } from "@/ui/toasts";

interface Props {
  conversation: Conversation;
  isOpen: boolean;
  onOpenChange: (open: boolean) => void;
  children: ReactElement;
}

/** Who the conversation is given to. */
export default function AssignMenu({ conversation, isOpen, onOpenChange, children }: Props) {
  const words = useTranslations("acts");
  const members = useQuery(membersQuery);
  const assign = useAssign(conversation);
  const act = useAct(conversation);
  const able = members.data?.data.filter((member) => member.role !== "viewer") ?? [];
  return (
    <Menu label={words("assignTo")} trigger={children} isOpen={isOpen} onOpenChange={onOpenChange}>
      {able.map((member) => (
        <MenuItem key={member.user_id} textValue={member.name} onAction={() => assign.mutate(member.user_id)}>
          <Avatar name={member.name} size={22} />
          <span className="flex-1">{member.name}</span>
          {member.user_id === conversation.user_id ? <Check size={16} aria-hidden="true" /> : null}
        </MenuItem>
      ))}
      {conversation.user_id ? (
        <MenuItem onAction={() => act.mutate("unassign")}>{words("unassigned")}</MenuItem>
      ) : null}
    </Menu>
  );
}

function useAssign(conversation: Conversation) {
  const client = useQueryClient();
  const { tell } = useToasts();
  const id = conversation.conversation_id;
  return useMutation({
    mutationFn: (userId: string) =>
      api.POST("/api/conversations/{conversation_id}/assign", {
        params: { path: { conversation_id: id }, header: { "Palabre-Seen": conversation.revision } },
        body: { user_id: userId },
      }),
    onError: (error) => tell(error.message, "danger"),
    onSettled: () => client.invalidateQueries({ queryKey: keys.conversation(id) }),
  });
}
