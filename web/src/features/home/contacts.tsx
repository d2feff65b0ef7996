import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import type { HomeSearch } from "@/features/home/period";
import { contactsQuery } from "@/features/home/queries";
import { Avatar } from "@/ui/avatar";
import { Bone, Empty, Failed, Loading } from "@/ui/states";
import { useStill } from "@/ui/use-still";

const SHOWN = 6;

/** Who wrote the most. */
export function TopContacts({ search, today }: { search: HomeSearch; today: string }) {
  const words = useTranslations();
  const contacts = useQuery(contactsQuery(search, today));
  const { shown, still } = useStill(contacts.data);
  return (
    <section className="rounded-md border border-line bg-surface py-4" {...still}>
      <h2 className="px-4 font-semibold">{words("home.contacts")}</h2>
      {contacts.isPending ? (
        <Loading>
          <Bone className="mx-4 mt-3 h-52" />
        </Loading>
      ) : null}
      {contacts.isError ? <Failed error={contacts.error} retry={() => void contacts.refetch()} /> : null}
      {shown?.data.length === 0 ? <Empty sentence={words("home.contactsEmpty")} /> : null}
      <ol className="mt-2">
        {shown?.data.slice(0, SHOWN).map((contact) => (
          <li key={contact.contact_id}>
            <Link
              to="/clients/$contactId"
              params={{ contactId: contact.contact_id }}
              className="flex h-11 items-center gap-3 px-4 -outline-offset-2 hover:bg-hover"
            >
              <Avatar name={contact.name || words("inbox.nameless")} size={26} />
              <span className="min-w-0 flex-1 truncate">{contact.name || words("inbox.nameless")}</span>
              <span className="figures text-[13px] text-ink-soft">
                {words("home.contactMessages", { count: contact.messages })}
              </span>
            </Link>
          </li>
        ))}
      </ol>
    </section>
  );
}
