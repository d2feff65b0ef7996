import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { faultOf } from "@/api/problem";
import { useMe } from "@/app/me";
import { useAct } from "@/app/use-act";
import { timeZonesQuery } from "@/features/team/queries";
import { keys } from "@/live/cache-keys";
import { Choice } from "@/ui/choice";
import { Dialog } from "@/ui/dialog";
import { DialogForm } from "@/ui/dialog-form";
import { TextField } from "@/ui/field";

const LONGEST = 120;

/** Another name, other clocks. */
export default function EditOrganisation({ close }: { close: () => void }) {
  const words = useTranslations("team.organisation");
  const { organization } = useMe();
  const zones = useQuery(timeZonesQuery).data?.data ?? [];
  const [name, setName] = useState(organization.name);
  const [zone, setZone] = useState(organization.time_zone);
  const edit = useAct(
    () => api.PUT("/api/organisation", { body: { name: name.trim(), time_zone: zone } }),
    words("done"),
    close,
    keys.me(),
  );
  const fault = faultOf(edit.error, "name");
  const offered = zones.includes(zone) ? zones : [zone, ...zones];
  return (
    <Dialog title={words("editTitle")} close={close}>
      <DialogForm
        act={words("save")}
        isPending={edit.isPending}
        isDisabled={!name.trim()}
        error={fault ? undefined : edit.error}
        submit={() => edit.mutate()}
        close={close}
      >
        <TextField
          label={words("name")}
          value={name}
          onChange={setName}
          maxLength={LONGEST}
          error={fault}
          autoFocus
        />
        <div className="flex flex-col gap-1">
          <span aria-hidden="true" className="text-[13px] font-medium text-ink-soft">
            {words("zone")}
          </span>
          <Choice
            label={words("zone")}
            value={zone}
            options={offered.map((one) => [one, one] as const)}
            onChange={setZone}
          />
          <p className="text-[13px] text-ink-faint">{words("zoneHint")}</p>
        </div>
      </DialogForm>
    </Dialog>
  );
}
