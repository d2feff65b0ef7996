import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { api, data } from "@/api/client";
import { session } from "@/api/session";
import { type DeedProps, LONGEST_REASON } from "@/features/platform/tenant";
import { Reasoned } from "@/ui/reasoned";

/** In, for some minutes, in the sight of all: this tab is there from then on. */
export default function Enter({ tenant, close }: DeedProps) {
  const words = useTranslations("platform");
  const params = { path: { organisation_id: tenant.organisation_id } };
  const enter = useMutation({
    mutationFn: (reason: string) =>
      data(api.POST("/api/platform/organisations/{organisation_id}/enter", { params, body: { reason } })),
    onSuccess: (entrance) => session.enter(entrance),
  });
  return (
    <Reasoned
      title={words("enterOf", { name: tenant.name })}
      lead={words("enterLead")}
      act={words("enter")}
      label={words("reason")}
      hint={words("reasonHint")}
      longest={LONGEST_REASON}
      asking={enter}
      close={close}
    />
  );
}
