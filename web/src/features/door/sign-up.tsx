import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Form } from "react-aria-components";
import { useTranslations } from "use-intl";
import { api, data } from "@/api/client";
import { faultOf } from "@/api/problem";
import { Back } from "@/features/door/back";
import { Door, Refused } from "@/features/door/door";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/field";

/** A new organisation; a mail lets its first administrator in. */
export function SignUpPage() {
  const words = useTranslations("door");
  const [key] = useState(() => crypto.randomUUID()); // asked twice, one organisation is opened
  const [email, setEmail] = useState("");
  const signUp = useMutation({
    mutationFn: (form: FormData) => {
      const time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      const body = {
        organization: String(form.get("organization")),
        name: String(form.get("name")),
        email,
        time_zone,
      };
      return data(api.POST("/auth/sign-up", { params: { header: { "Idempotency-Key": key } }, body }));
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    signUp.mutate(new FormData(event.currentTarget));
  };
  const again = () => signUp.reset(); // what was refused was what was typed before
  const [organization, name, address] = ["organization", "name", "email"].map((field) =>
    faultOf(signUp.error, field),
  );
  return (
    <Door title={words("signUpTitle")} lead={words("signUpLead")}>
      <Refused error={signUp.error} unless={organization ?? name ?? address} />
      {signUp.isSuccess ? null : (
        <Form className="flex flex-col gap-4" onSubmit={submit}>
          <TextField
            name="organization"
            label={words("organization")}
            autoComplete="organization"
            isRequired
            autoFocus
            onChange={again}
            error={organization}
          />
          <TextField
            name="name"
            label={words("name")}
            autoComplete="name"
            isRequired
            onChange={again}
            error={name}
          />
          <TextField
            type="email"
            label={words("email")}
            autoComplete="email"
            isRequired
            value={email}
            onChange={(typed) => {
              setEmail(typed);
              again();
            }}
            error={address}
          />
          <Button type="submit" look="primary" wide isDisabled={signUp.isPending}>
            {words("signUpSubmit")}
          </Button>
        </Form>
      )}
      <Back {...(signUp.isSuccess ? { done: words("signUpSent", { email }) } : {})} />
    </Door>
  );
}
