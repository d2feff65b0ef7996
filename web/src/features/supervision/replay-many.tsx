import { useState } from "react";
import { useTranslations } from "use-intl";
import { range } from "@/features/supervision/queries";
import { ReplayResult } from "@/features/supervision/replay-result";
import { useReplay } from "@/features/supervision/replaying";
import type { SupervisionSearch } from "@/features/supervision/search";
import { WebhookFilters } from "@/features/supervision/webhook-filters";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { RadioBox } from "@/ui/radio-box";
import { Banner } from "@/ui/states";

const WHICH = ["failed", "all"] as const;

/** Orders several webhooks to be read again: says which and what follows, then how far it is. */
export default function ReplayMany({ search, close }: { search: SupervisionSearch; close: () => void }) {
  const words = useTranslations();
  const [which, choose] = useState<(typeof WHICH)[number]>("failed");
  const [of, setOf] = useState<SupervisionSearch>({ canal: search.canal, du: search.du, au: search.au });
  const replay = useReplay({ range: { state: which, ...range(of) } });
  return (
    <Dialog title={words("supervision.hooks.replayTitle")} close={close}>
      {replay.data ? (
        <div className="flex flex-col gap-4">
          <ReplayResult done={replay.data} />
          <div className="flex justify-end">
            <Button onPress={close}>{words("states.close")}</Button>
          </div>
        </div>
      ) : (
        <div className="flex flex-col gap-4">
          <fieldset className="flex flex-wrap gap-2">
            <legend className="mb-1.5 text-[13px] font-medium text-ink-soft">
              {words("supervision.hooks.which")}
            </legend>
            {WHICH.map((one) => (
              <RadioBox
                key={one}
                name="which"
                label={words(
                  one === "failed" ? "supervision.hooks.whichFailed" : "supervision.hooks.whichAll",
                )}
                checked={which === one}
                onChange={() => choose(one)}
              />
            ))}
          </fieldset>
          <div className="-mx-4">
            <WebhookFilters
              search={of}
              stateless
              go={(changed) => setOf((before) => ({ ...before, ...changed }))}
            />
          </div>
          <p className="text-pretty text-ink-soft">{words("supervision.hooks.follows")}</p>
          {replay.error ? <Banner tone="danger">{replay.error.message}</Banner> : null}
          <div className="flex justify-end gap-2">
            <Button onPress={close}>{words("states.cancel")}</Button>
            <Button look="primary" isDisabled={replay.isPending} onPress={() => replay.mutate()}>
              {words("supervision.hooks.confirm")}
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}
