import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FileUp } from "lucide-react";
import { DropZone, FileTrigger } from "react-aria-components";
import { useTranslations } from "use-intl";
import { api, data } from "@/api/client";
import { keys } from "@/live/cache-keys";
import { Button } from "@/ui/button";
import { Banner } from "@/ui/states";

interface Props {
  /** What was tried, and the columns that say nothing of licences. */
  tried: (batchId: string, ignored: readonly string[]) => void;
}

/** Takes a file, and has it tried. */
export function ImportDrop({ tried }: Props) {
  const words = useTranslations("licences.importing");
  const client = useQueryClient();
  const attempt = useMutation({
    mutationFn: (file: File) => sent(file),
    onSuccess: ({ batch_id, ignored }) => tried(batch_id, ignored),
    onSettled: () => client.invalidateQueries({ queryKey: keys.licenceBatches() }),
  });
  return (
    <section className="flex flex-col gap-3">
      <p className="max-w-prose text-pretty text-ink-soft">{words("lead")}</p>
      <DropZone
        aria-label={words("drop")}
        getDropOperation={() => "copy"}
        onDrop={({ items }) => {
          const file = items.find((item) => item.kind === "file");
          if (file) void file.getFile().then((one) => attempt.mutate(one));
        }}
        className="flex flex-col items-center gap-3 rounded-md border border-dashed border-line-strong bg-surface px-6 py-10 text-center data-[drop-target]:border-accent data-[drop-target]:bg-accent-soft"
      >
        <FileUp size={24} aria-hidden="true" className="text-ink-faint" />
        <p className="text-ink-soft" role="status">
          {attempt.isPending ? words("reading", { name: attempt.variables.name }) : words("drop")}
        </p>
        <FileTrigger
          acceptedFileTypes={[".csv", "text/csv"]}
          onSelect={(files) => {
            const file = files?.item(0);
            if (file) attempt.mutate(file);
          }}
        >
          <Button look="primary" isDisabled={attempt.isPending}>
            {words("pick")}
          </Button>
        </FileTrigger>
      </DropZone>
      {attempt.error ? <Banner tone="danger">{attempt.error.message}</Banner> : null}
    </section>
  );
}

/** The file as it is: the server reads how it is written. */
const sent = (file: File) =>
  data(
    api.POST("/api/licences/imports", {
      params: { header: { "Idempotency-Key": crypto.randomUUID() }, query: { file_name: file.name } },
      headers: { "Content-Type": "text/csv" },
      body: file as unknown as string,
      bodySerializer: (body) => body,
    }),
  );
