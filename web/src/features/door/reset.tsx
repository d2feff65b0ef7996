import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Form } from "react-aria-components";
import { useTranslations } from "use-intl";
import { api, data } from "@/api/client";
import { faultOf } from "@/api/problem";
import { Back } from "@/features/door/back";
import { Door, Refused } from "@/features/door/door";
import { tokenOfLink } from "@/features/door/link";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/field";

/** Another password, by the link of a mail. */
export function ResetPage() {
  const words = useTranslations("door");
  const [token] = useState(() => tokenOfLink(window.location.hash));
  const [password, setPassword] = useState("");
  const reset = useMutation({
    mutationFn: () => data(api.POST("/auth/password-reset/confirm", { body: { token, password } })),
  });
  const fault = faultOf(reset.error, "password");
  if (!token) {
    return (
      <Door title={words("resetTitle")} lead={words("noLink")}>
        <Back />
      </Door>
    );
  }
  return (
    <Door title={words("resetTitle")} lead={words("resetLead")}>
      <Refused error={reset.error} unless={fault} />
      {reset.isSuccess ? null : (
        <Form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            reset.mutate();
          }}
        >
          <TextField
            type="password"
            label={words("password")}
            hint={words("passwordHint")}
            autoComplete="new-password"
            isRequired
            autoFocus
            value={password}
            onChange={(typed) => {
              setPassword(typed);
              reset.reset(); // what was refused was what was typed before
            }}
            error={fault}
          />
          <Button type="submit" look="primary" wide isDisabled={reset.isPending}>
            {words("resetSubmit")}
          </Button>
        </Form>
      )}
      <Back {...(reset.isSuccess ? { done: words("resetDone") } : {})} />
    </Door>
  );
}
