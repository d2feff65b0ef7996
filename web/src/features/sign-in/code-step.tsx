import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { api, data } from "@/api/client";
import { isOver, type StepProps } from "@/features/sign-in/challenge";
import { CodeForm } from "@/features/sign-in/code-form";
import { Lead, Title } from "@/features/sign-in/parts";

/** The code that comes after the password. */
export function CodeStep({ challenge, enter, back }: StepProps) {
  const words = useTranslations("signIn");
  const answer = useMutation({
    mutationFn: (code: string) => data(api.POST("/auth/second-factor", { body: { challenge, code } })),
    onSuccess: enter,
    onError: (error) => isOver(error) && back(error.message),
  });
  return (
    <>
      <Title>{words("codeTitle")}</Title>
      <Lead>{words("codeLead")}</Lead>
      <CodeForm
        error={answer.error}
        isPending={answer.isPending}
        submit={answer.mutate}
        back={() => back()}
      />
    </>
  );
}
