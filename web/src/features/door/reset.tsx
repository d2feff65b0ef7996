import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, data } from "@/api/client";
import { faultOf } from "@/api/problem";
import { Door, DoorForm } from "@/features/door/door";
import { tokenOfLink } from "@/features/door/link";
import { NewPassword } from "@/features/door/new-password";

/** Another password, by the link of a mail. */
export function ResetPage() {
  const words = useTranslations("door");
  const [token] = useState(() => tokenOfLink(window.location.hash));
  const reset = useMutation({
    mutationFn: (password: string) =>
      data(api.POST("/auth/password-reset/confirm", { body: { token, password } })),
  });
  const fault = faultOf(reset.error, "password");
  if (!token) return <Door title={words("resetTitle")} lead={words("noLink")} />;
  return (
    <Door title={words("resetTitle")} lead={words("resetLead")}>
      <DoorForm
        act={words("resetSubmit")}
        done={words("resetDone")}
        state={reset}
        faults={[fault]}
        submit={(form) => reset.mutate(String(form.get("password")))}
      >
        <NewPassword error={fault} changed={() => reset.reset()} />
      </DoorForm>
    </Door>
  );
}
