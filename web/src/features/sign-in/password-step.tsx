import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { FormEvent } from "react";
import { Form } from "react-aria-components";
import { useTranslations } from "use-intl";
import { api, data, type Schemas } from "@/api/client";
import { faultOf } from "@/api/problem";
import { Lead, Refusal, Title } from "@/features/sign-in/parts";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/field";
import { Banner } from "@/ui/states";

interface Credentials {
  email: string;
  password: string;
}

interface Props {
  /** Why the person is here again. */
  said: string | undefined;
  ended: boolean;
  onAnswer: (answer: Schemas["SignedIn"] | Schemas["SecondFactorAsked"]) => void;
}

export function PasswordStep({ said, ended, onAnswer }: Props) {
  const words = useTranslations("signIn");
  const signIn = useMutation({
    mutationFn: (body: Credentials) => data(api.POST("/auth/login", { body })),
    onSuccess: onAnswer,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    signIn.mutate({ email: String(form.get("email")), password: String(form.get("password")) });
  };
  const refused = signIn.error?.message ?? said;
  return (
    <>
      <Title>{words("title")}</Title>
      <Lead>{words("lead")}</Lead>
      {ended && !refused ? <Banner>{words("ended")}</Banner> : null}
      {refused ? <Refusal>{refused}</Refusal> : null}
      <Form onSubmit={submit} className="mt-4 flex flex-col gap-4">
        <TextField
          name="email"
          type="email"
          label={words("email")}
          autoComplete="username"
          isRequired
          autoFocus
          error={faultOf(signIn.error, "email")}
        />
        <TextField
          name="password"
          type="password"
          label={words("password")}
          autoComplete="current-password"
          isRequired
          error={faultOf(signIn.error, "password")}
        />
        <Button type="submit" look="primary" wide isDisabled={signIn.isPending}>
          {words(signIn.isPending ? "submitting" : "submit")}
        </Button>
        <Link to="/mot-de-passe-oublie" className="text-accent underline-offset-4 hover:underline">
          {words("forgot")}
        </Link>
        <Link to="/inscription" className="text-accent underline-offset-4 hover:underline">
          {words("signUp")}
        </Link>
      </Form>
    </>
  );
}
