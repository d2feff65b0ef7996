import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, data, type Schemas } from "@/api/client";
import { RecoveryCodes } from "@/features/second-factor/recovery-codes";
import { Telephone } from "@/features/second-factor/telephone";
import { isOver, type StepProps } from "@/features/sign-in/challenge";
import { CodeForm } from "@/features/sign-in/code-form";
import { Lead, Refusal, Title } from "@/features/sign-in/parts";
import { Button } from "@/ui/button";

/** Who must have a second factor and has none: why, then the telephone, then the recovery codes. */
export function EnrolStep({ challenge, enter, back }: StepProps) {
  const over = (error: Error) => isOver(error) && back(error.message);
  const begin = useMutation({
    mutationFn: () => data(api.POST("/auth/second-factor/enrolment", { body: { challenge } })),
    onError: over,
  });
  const confirm = useMutation({
    mutationFn: async (code: string) => {
      const body = { challenge, code };
      const enrolled = await data(api.POST("/auth/second-factor/enrolment/confirm", { body }));
      return { ...enrolled, at: Date.now() };
    },
    onError: over,
  });
  const again = () => {
    confirm.reset();
    begin.reset();
  };
  if (confirm.data) return <Codes enrolled={confirm.data} enter={enter} />;
  if (begin.data)
    return (
      <Enrolling
        enrolment={begin.data}
        error={confirm.error}
        isPending={confirm.isPending}
        submit={confirm.mutate}
        back={again}
      />
    );
  return (
    <Why error={begin.error} isPending={begin.isPending} go={() => begin.mutate()} back={() => back()} />
  );
}

interface WhyProps {
  error: Error | null;
  isPending: boolean;
  go: () => void;
  back: () => void;
}

function Why({ error, isPending, go, back }: WhyProps) {
  const words = useTranslations("signIn");
  return (
    <>
      <Title led>{words("enrolTitle")}</Title>
      <Lead>{words("enrolLead")}</Lead>
      {error ? <Refusal>{error.message}</Refusal> : null}
      <div className="flex flex-col gap-4">
        <Button look="primary" wide isDisabled={isPending} onPress={go}>
          {words("enrol")}
        </Button>
        <Button look="quiet" wide onPress={back}>
          {words("back")}
        </Button>
      </div>
    </>
  );
}

interface EnrollingProps {
  enrolment: Schemas["EnrolmentView"];
  error: Error | null;
  isPending: boolean;
  submit: (code: string) => void;
  back: () => void;
}

function Enrolling({ enrolment, ...form }: EnrollingProps) {
  const words = useTranslations("signIn");
  return (
    <>
      <Title>{words("enrolTitle")}</Title>
      <div className="mt-4">
        <CodeForm first {...form}>
          <Telephone enrolment={enrolment} />
        </CodeForm>
      </div>
    </>
  );
}

interface CodesProps {
  enrolled: Schemas["Enrolled"] & { at: number };
  enter: (session: Schemas["SignedIn"]) => void;
}

/** The session waits until the codes are noted; its token grows old meanwhile. */
function Codes({ enrolled: { recovery_codes, session, at }, enter }: CodesProps) {
  const words = useTranslations("signIn");
  const told = useTranslations("secondFactor");
  const [noted, setNoted] = useState(false);
  const go = () => enter({ ...session, expires_in: session.expires_in - (Date.now() - at) / 1000 });
  return (
    <>
      <Title led>{told("codesTitle")}</Title>
      <div className="mt-4 flex flex-col gap-4">
        <RecoveryCodes codes={recovery_codes} noted={noted} onNoted={setNoted} />
        <Button look="primary" wide isDisabled={!noted} onPress={go}>
          {words("continue")}
        </Button>
      </div>
    </>
  );
}
