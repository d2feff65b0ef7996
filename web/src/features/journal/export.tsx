import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, type Schemas } from "@/api/client";
import { Problem } from "@/api/problem";
import type { JournalSearch } from "@/features/journal/address";
import { Days, isFiltered } from "@/features/journal/filters";
import { asked } from "@/features/journal/queries";
import { Dialog } from "@/ui/dialog";
import { DialogForm } from "@/ui/dialog-form";
import { download } from "@/ui/download";
import { RadioBox } from "@/ui/radio-box";
import { useToasts } from "@/ui/toasts";

type Format = Schemas["ExportAsked"]["format"];
const FORMATS: readonly Format[] = ["csv", "jsonl"];

/** A file of what the filters show; says beforehand that asking for it is written down. */
export default function Export({ search, close }: { search: JournalSearch; close: () => void }) {
  const words = useTranslations("journal");
  const { tell } = useToasts();
  const [of, setOf] = useState(search);
  const [format, choose] = useState<Format>("csv");
  const { membre, genre, requete } = search;
  const give = useMutation({
    mutationFn: () =>
      given(asked(of), format).catch((error: unknown) => {
        throw error instanceof Problem ? error : new Error(words("exportCut"));
      }),
    onSuccess: ({ name, file }) => {
      download(name, file, file.type);
      tell(words("exportDone"), "success");
      close();
    },
  });
  return (
    <Dialog title={words("exportTitle")} close={close}>
      <DialogForm
        act={words("exportDo")}
        isPending={give.isPending}
        error={give.error}
        submit={() => give.mutate()}
        close={close}
      >
        <fieldset className="flex flex-col gap-1.5">
          <legend className="mb-1.5 text-[13px] font-medium text-ink-soft">{words("exportPeriod")}</legend>
          <Days search={of} go={(changed) => setOf({ ...of, ...changed })} />
          <p className="text-[13px] text-ink-faint">
            {words("exportAll")} {isFiltered({ membre, genre, requete }) ? words("exportFiltered") : null}
          </p>
        </fieldset>
        <fieldset className="grid gap-2 sm:grid-cols-2">
          <legend className="mb-1.5 text-[13px] font-medium text-ink-soft">{words("exportFormat")}</legend>
          {FORMATS.map((one) => (
            <RadioBox
              key={one}
              name="format"
              label={words(one)}
              hint={words(`${one}Hint`)}
              checked={format === one}
              onChange={() => choose(one)}
            />
          ))}
        </fieldset>
        <p className="rounded-md bg-sunken px-3 py-2 text-[13px] text-pretty text-ink-soft">
          {words("exportRecorded")}
        </p>
      </DialogForm>
    </Dialog>
  );
}

/** The whole file, under the name that the server gives it. One that was cut throws. */
async function given(
  { kinds = [], sensitive = false, ...of }: ReturnType<typeof asked>,
  format: Format,
): Promise<{ name: string; file: Blob }> {
  const body = { ...of, kinds, sensitive, format };
  const { data, response } = await api.POST("/api/journal/export", { body, parseAs: "blob" });
  const named = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "");
  return { name: named?.[1] ?? `journal.${format}`, file: data as Blob };
}
