import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { api, data } from "@/api/client";
import { faultOf } from "@/api/problem";
import { Door, DoorForm } from "@/features/door/door";
import { TextField } from "@/ui/field";

/** A mail with a link, whatever the address: who is a member is nobody's business. */
export function ForgotPage() {
  const words = useTranslations("door");
  const ask = useMutation({
    mutationFn: (email: string) => data(api.POST("/auth/password-reset", { body: { email } })),
  });
  const fault = faultOf(ask.error, "email");
  return (
    <Door title={words("forgotTitle")} lead={words("forgotLead")}>
      <DoorForm
        act={words("forgotSubmit")}
        done={words("forgotSent", { email: ask.variables ?? "" })}
        state={ask}
        faults={[fault]}
        submit={(form) => ask.mutate(String(form.get("email")))}
      >
        <TextField
          name="email"
          type="email"
          label={words("email")}
          autoComplete="username"
          isRequired
          autoFocus
          onChange={() => ask.reset()}
          error={fault}
        />
      </DoorForm>
    </Door>
  );
}
