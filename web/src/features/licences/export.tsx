import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { Problem } from "@/api/problem";
import { filtersOf, type LicencesSearch, STATUS_WORDS } from "@/features/licences/address";
import { countsQuery } from "@/features/licences/queries";
import { Dialog } from "@/ui/dialog";
import { DialogForm } from "@/ui/dialog-form";
import { download } from "@/ui/download";
import { useToasts } from "@/ui/toasts";

/** A file of what the filters show; says beforehand that asking for it is written down. */
export default function Export({ search, close }: { search: LicencesSearch; close: () => void }) {
  const words = useTranslations("licences.exporting");
  const { tell } = useToasts();
  const counts = useQuery(countsQuery(search));
  const shown = counts.data?.[search.etat ? STATUS_WORDS[search.etat] : "total"];
  const give = useMutation({
    mutationFn: () =>
      given(search).catch((error: unknown) => {
        throw error instanceof Problem ? error : new Error(words("cut"));
      }),
    onSuccess: ({ name, file }) => {
      download(name, file, file.type);
      tell(words("done"), "success");
      close();
    },
  });
  return (
    <Dialog title={words("title")} close={close}>
      <DialogForm
        act={words("submit")}
        isPending={give.isPending}
        isDisabled={!shown}
        error={give.error}
        submit={() => give.mutate()}
        close={close}
      >
        {shown === undefined ? null : <p className="text-pretty">{words("lead", { count: shown })}</p>}
        <p className="rounded-md bg-sunken px-3 py-2 text-[13px] text-pretty text-ink-soft">
          {words("recorded")}
        </p>
      </DialogForm>
    </Dialog>
  );
}

/** The whole file, under the name that the server gives it. One that was cut throws. */
async function given(search: LicencesSearch): Promise<{ name: string; file: Blob }> {
  const { data, response } = await api.POST("/api/licences/export", {
    params: { query: filtersOf(search) },
    parseAs: "blob",
  });
  const named = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "");
  return { name: named?.[1] ?? "licences.csv", file: data as Blob };
}
