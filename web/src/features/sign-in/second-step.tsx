import type { Schemas } from "@/api/client";
import type { StepProps } from "@/features/sign-in/challenge";
import { CodeStep } from "@/features/sign-in/code-step";
import { EnrolStep } from "@/features/sign-in/enrol-step";

interface Props extends Omit<StepProps, "challenge"> {
  asked: Schemas["SecondFactorAsked"];
}

/** After the password: a code, or a telephone to enrol for who must have one. */
export default function SecondStep({ asked, enter, back }: Props) {
  const Step = asked.enrolment_required ? EnrolStep : CodeStep;
  return <Step challenge={asked.challenge} enter={enter} back={back} />;
}
