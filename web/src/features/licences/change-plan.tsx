import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/api/client";
import { useAct } from "@/app/use-act";
import type { ActProps } from "@/features/licences/act-props";
import { PlanChoice } from "@/features/licences/plan-choice";
import type { Plan } from "@/features/licences/terms";
import { keys } from "@/live/cache-keys";
import { Dialog } from "@/ui/dialog";
import { DialogForm } from "@/ui/dialog-form";

/** Another plan, at the price of the day. */
export default function ChangePlan({ licence, close }: ActProps) {
  const words = useTranslations("licences.changePlan");
  const [plan, setPlan] = useState<Plan>();
  const params = { path: { licence_id: licence.licence_id } };
  const change = useAct(
    (chosen: Plan) => api.POST("/api/licences/{licence_id}/change-plan", { params, body: { plan: chosen } }),
    words("done"),
    close,
    keys.licences(),
  );
  return (
    <Dialog title={words("title")} close={close}>
      <DialogForm
        act={words("submit")}
        isPending={change.isPending}
        isDisabled={!plan}
        error={change.error}
        submit={() => plan && change.mutate(plan)}
        close={close}
      >
        <p className="text-pretty">{words("lead")}</p>
        <PlanChoice plan={plan} current={licence.plan} onChange={setPlan} />
      </DialogForm>
    </Dialog>
  );
}
