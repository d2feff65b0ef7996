import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Form } from "react-aria-components";
import { useTranslations } from "use-intl";
import { api, data } from "@/api/client";
import { faultOf } from "@/api/problem";
import { Back } from "@/features/door/back";
import { Door, Refused } from "@/features/door/door";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/field";

/** A mail with a link, whatever the address: who is a member is nobody's business. */
export function ForgotPage() {
  const words = useTranslations("door");
  const [email, setEmail] = useState("");
  const ask = useMutation({ mutationFn: () => data(api.POST("/auth/password-reset", { body: { email } })) });
  const fault = faultOf(ask.error, "email");
  return (
    <Door title={words("forgotTitle")} lead={words("forgotLead")}>
      <Refused error={ask.error} unless={fault} />
      {ask.isSuccess ? null : (
        <Form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            ask.mutate();
          }}
        >
          <TextField
            type="email"
            label={words("email")}
            autoComplete="username"
            isRequired
            autoFocus
            value={email}
            onChange={(typed) => {
              setEmail(typed);
              ask.reset(); // what was refused was what was typed before
            }}
            error={fault}
          />
          <Button type="submit" look="primary" wide isDisabled={ask.isPending}>
            {words("forgotSubmit")}
          </Button>
        </Form>
      )}
      <Back {...(ask.isSuccess ? { done: words("forgotSent", { email }) } : {})} />
    </Door>
  );
}
