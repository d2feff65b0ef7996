import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMe } from "@/app/me";
import { readFilters } from "@/features/conversations/filters";
import { conversationsQuery } from "@/features/conversations/queries";
import { useKeys } from "@/ui/use-keys";

/** J and K go down and up the list; / goes to the search. */
export function useListKeys(selected: string | undefined): void {
  const client = useQueryClient();
  const navigate = useNavigate();
  const me = useMe();
  const filters = readFilters(useSearch({ strict: false }));
  const move = (by: 1 | -1) => {
    const pages = client.getQueryData(conversationsQuery(filters, me.id).queryKey);
    const ids = pages?.pages.flatMap((page) => page.data.map((line) => line.conversation_id)) ?? [];
    const at = selected ? ids.indexOf(selected) : -1;
    const id = ids[at < 0 ? 0 : at + by];
    if (id) void navigate({ to: "/conversations/$id", params: { id }, search: (search) => search });
  };
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    "/": () => document.querySelector<HTMLInputElement>("[data-search]")?.focus(),
  });
}
