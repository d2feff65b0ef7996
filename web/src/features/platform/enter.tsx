import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { api, data } from "@/api/client";
import { session } from "@/api/session";
import { Reasoned } from "@/features/platform/reasoned";
import type { DeedProps } from "@/features/platform/use-deed";

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
      asking={enter}
      close={close}
    />
  );
}
