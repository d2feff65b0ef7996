import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, data } from "@/api/client";
import { faultOf } from "@/api/problem";
import { Door, DoorForm } from "@/features/door/door";
import { TextField } from "@/ui/field";

const FIELDS = [
  { name: "organization", autoComplete: "organization", type: "text" },
  { name: "name", autoComplete: "name", type: "text" },
  { name: "email", autoComplete: "email", type: "email" },
] as const;

/** A new organisation; a mail lets its first administrator in. */
export function SignUpPage() {
  const words = useTranslations("door");
  const [key] = useState(() => crypto.randomUUID()); // asked twice, one organisation is opened
  const signUp = useMutation({
    mutationFn: (form: FormData) => {
      const [organization, name, email] = FIELDS.map((field) => String(form.get(field.name)));
      const time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      const body = { organization: organization ?? "", name: name ?? "", email: email ?? "", time_zone };
      return data(api.POST("/auth/sign-up", { params: { header: { "Idempotency-Key": key } }, body }));
    },
  });
  const faults = FIELDS.map((field) => faultOf(signUp.error, field.name));
  return (
    <Door title={words("signUpTitle")} lead={words("signUpLead")}>
      <DoorForm
        act={words("signUpSubmit")}
        done={words("signUpSent", { email: String(signUp.variables?.get("email")) })}
        state={signUp}
        faults={faults}
        submit={signUp.mutate}
      >
        {FIELDS.map((field, place) => (
          <TextField
            key={field.name}
            {...field}
            label={words(field.name)}
            isRequired
            autoFocus={place === 0}
            onChange={() => signUp.reset()}
            error={faults[place]}
          />
        ))}
      </DoorForm>
    </Door>
  );
}
