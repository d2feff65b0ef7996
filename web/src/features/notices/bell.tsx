import { useQuery } from "@tanstack/react-query";
import { Bell } from "lucide-react";
import { useEffect, useState } from "react";
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from "react-aria-components";
import { useTranslations } from "use-intl";
import { Notice } from "@/features/notices/notice";
import { noticesQuery, useSeeNotices } from "@/features/notices/queries";
import { Button } from "@/ui/button";
import { Bone, Empty, Failed, Loading } from "@/ui/states";

/** What the person is told of: how many they have not seen, and the list. No sound. */
export default function NoticesBell() {
  const words = useTranslations("notices");
  const found = useQuery(noticesQuery);
  const unseen = found.data?.unseen ?? 0;
  const [opened, open] = useState(false);
  useTitle(unseen);
  return (
    <DialogTrigger isOpen={opened} onOpenChange={open}>
      <AriaButton
        aria-label={words("label", { count: unseen })}
        className="relative grid size-9 place-items-center rounded-md text-ink-soft hover:bg-hover pointer-coarse:size-11"
      >
        <Bell size={19} aria-hidden="true" />
        {unseen ? (
          <span
            aria-hidden="true"
            className="figures absolute top-0.5 right-0.5 grid h-4 min-w-4 place-items-center rounded-full bg-accent px-1 text-[11px] font-semibold text-on-accent"
          >
            {unseen > 99 ? "99+" : unseen}
          </span>
        ) : null}
      </AriaButton>
      <Popover
        placement="bottom end"
        className="w-96 max-w-[calc(100vw-1rem)] rounded-md border border-line bg-surface shadow-lg"
      >
        <Dialog aria-label={words("title")} className="outline-none">
          <Opened close={() => open(false)} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Opened({ close }: { close: () => void }) {
  const words = useTranslations("notices");
  const found = useQuery(noticesQuery);
  const see = useSeeNotices();
  const unseen = found.data?.data.filter((one) => !one.seen_at) ?? [];
  return (
    <>
      <div className="flex min-h-12 items-center justify-between border-b border-line px-4">
        <h2 className="font-semibold">{words("title")}</h2>
        {unseen.length ? (
          <Button
            small
            look="quiet"
            isPending={see.isPending}
            onPress={() => see.mutate(unseen.map((one) => one.notification_id))}
          >
            {words("seeAll")}
          </Button>
        ) : null}
      </div>
      <div className="max-h-[70dvh] overflow-y-auto">
        {found.isPending ? (
          <div className="p-4">
            <Loading>
              <Bone className="mb-3 h-10 w-full" />
              <Bone className="h-10 w-full" />
            </Loading>
          </div>
        ) : null}
        {found.isError ? <Failed error={found.error} retry={() => void found.refetch()} /> : null}
        {found.data?.data.length === 0 ? <Empty sentence={words("empty")} /> : null}
        <ul>
          {found.data?.data.map((one) => (
            <Notice
              key={one.notification_id}
              notice={one}
              opened={() => {
                if (!one.seen_at) see.mutate([one.notification_id]);
                close();
              }}
            />
          ))}
        </ul>
      </div>
    </>
  );
}

/** « (2) Palabre »: what waits is told to who looks at another tab. */
function useTitle(unseen: number): void {
  useEffect(() => {
    const bare = document.title.replace(/^\(\d+\) /, "");
    document.title = unseen ? `(${unseen}) ${bare}` : bare;
    return () => {
      document.title = bare;
    };
  }, [unseen]);
}
