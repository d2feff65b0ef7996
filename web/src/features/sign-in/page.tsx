import { getRouteApi, useRouter } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import type { Schemas } from "@/api/client";
import { session } from "@/api/session";
import { PasswordStep } from "@/features/sign-in/password-step";

const SecondStep = lazy(() => import("@/features/sign-in/second-step"));
const route = getRouteApi("/connexion");

/** Who are you? A password, then a code for who has a second factor. */
export function SignInPage() {
  const { suite, terminee } = route.useSearch();
  const router = useRouter();
  const [asked, setAsked] = useState<Schemas["SecondFactorAsked"]>();
  const [said, setSaid] = useState<string>();
  const enter = (signedIn: Schemas["SignedIn"]) => {
    session.begin(signedIn);
    router.history.push(suite ?? "/");
  };
  const back = (sentence?: string) => {
    setSaid(sentence);
    setAsked(undefined);
  };
  return (
    <main className="grid min-h-full place-items-center p-6">
      <div className="w-full max-w-sm">
        <img src="/palabre.svg" alt="" className="mb-6 size-12" />
        {asked ? (
          <Suspense fallback={null}>
            <SecondStep asked={asked} enter={enter} back={back} />
          </Suspense>
        ) : (
          <PasswordStep
            said={said}
            ended={terminee === true}
            onAnswer={(answer) => (answer.second_factor_required ? setAsked(answer) : enter(answer))}
          />
        )}
      </div>
    </main>
  );
}
