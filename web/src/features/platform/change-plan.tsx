import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { useAct } from "@/app/use-act";
import { PLANS, type Plan } from "@/features/platform/plans";
import type { DeedProps } from "@/features/platform/tenant";
import { keys } from "@/live/cache-keys";
import { Dialog } from "@/ui/dialog";
import { DialogForm } from "@/ui/dialog-form";
import { TextField } from "@/ui/field";
import { RadioBox } from "@/ui/radio-box";

/** Another plan; for the largest, figures that were agreed. */
export default function ChangePlan({ tenant, close }: DeedProps) {
  const words = useTranslations("platform");
  const { name, organisation_id } = tenant;
  const [plan, setPlan] = useState(tenant.plan as Plan);
  const [contacts, setContacts] = useState("");
  const [agents, setAgents] = useState("");
  const params = { path: { organisation_id } };
  const raised = plan === "enterprise";
  const body = {
    plan,
    max_contacts: raised && contacts ? Number(contacts) : null,
    max_agents: raised && agents ? Number(agents) : null,
  };
  const change = useAct(
    () => api.PUT("/api/platform/organisations/{organisation_id}/plan", { params, body }),
    words("planDone", { name }),
    close,
    keys.tenants(),
  );
  return (
    <Dialog title={words("planTitle", { name })} close={close}>
      <DialogForm
        act={words("changePlan")}
        isPending={change.isPending}
        isDisabled={[contacts, agents].some((one) => !/^\d{0,8}$/.test(one))}
        error={change.error}
        submit={() => change.mutate()}
        close={close}
      >
        <p className="text-pretty">{words("planLead")}</p>
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1 text-[13px] font-medium text-ink-soft">{words("columns.plan")}</legend>
          {PLANS.map((one) => (
            <RadioBox
              key={one}
              name="plan"
              label={words(`plans.${one}`)}
              checked={one === plan}
              onChange={() => setPlan(one)}
            />
          ))}
        </fieldset>
        {raised ? (
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField
              label={words("mostContacts")}
              hint={words("usual", { figure: "100 000" })}
              value={contacts}
              onChange={setContacts}
              inputMode="numeric"
            />
            <TextField
              label={words("mostAgents")}
              hint={words("usual", { figure: "10" })}
              value={agents}
              onChange={setAgents}
              inputMode="numeric"
            />
          </div>
        ) : null}
      </DialogForm>
    </Dialog>
  );
}
