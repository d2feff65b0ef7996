import { useMutation } from "@tanstack/react-query";
import { getRouteApi, Link, useRouter } from "@tanstack/react-router";
import type { FormEvent } from "react";
import { Form } from "react-aria-components";
import { useTranslations } from "use-intl";
import { api, data } from "@/api/client";
import { Problem } from "@/api/problem";
import { session } from "@/api/session";
import { Button } from "@/ui/button";
import { TextField } from "@/ui/field";
import { Banner } from "@/ui/states";

const route = getRouteApi("/connexion");

interface Credentials {
  email: string;
  password: string;
}

/** Who are you? */
export function SignInPage() {
  const words = useTranslations("signIn");
  const { suite, terminee } = route.useSearch();
  const router = useRouter();
  const signIn = useMutation({
    mutationFn: (body: Credentials) => data(api.POST("/auth/login", { body })),
    onSuccess: (signedIn) => {
      if (signedIn.second_factor_required) return;
      session.begin(signedIn);
      router.history.push(suite ?? "/");
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    signIn.mutate({ email: String(form.get("email")), password: String(form.get("password")) });
  };
  const problem = signIn.error instanceof Problem ? signIn.error : undefined;
  return (
    <main className="grid min-h-full place-items-center p-6">
      <div className="w-full max-w-sm">
        <img src="/palabre.svg" alt="" className="mb-6 size-12" />
        <h1 className="text-2xl font-semibold tracking-tight">{words("title")}</h1>
        <p className="mt-1 mb-6 text-base text-pretty text-ink-soft">{words("lead")}</p>
        {terminee && !signIn.error ? <Banner>{words("ended")}</Banner> : null}
        {signIn.error ? (
          <div role="alert" className="mb-4 rounded-md bg-danger-soft px-3 py-2 text-danger">
            {signIn.error.message}
          </div>
        ) : null}
        <Form onSubmit={submit} className="mt-4 flex flex-col gap-4">
          <TextField
            name="email"
            type="email"
            label={words("email")}
            autoComplete="username"
            isRequired
            autoFocus
            error={problem?.of("email")}
          />
          <TextField
            name="password"
            type="password"
            label={words("password")}
            autoComplete="current-password"
            isRequired
            error={problem?.of("password")}
          />
          <Button type="submit" look="primary" wide isDisabled={signIn.isPending}>
            {signIn.isPending ? words("submitting") : words("submit")}
          </Button>
          <Link to="/mot-de-passe-oublie" className="text-accent underline-offset-4 hover:underline">
            {words("forgot")}
          </Link>
          <Link to="/inscription" className="text-accent underline-offset-4 hover:underline">
            {words("signUp")}
          </Link>
        </Form>
      </div>
    </main>
  );
}
