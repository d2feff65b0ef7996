import { type FormEvent, type ReactNode, useState } from "react";
import { Form } from "react-aria-components";
import { useTranslations } from "use-intl";
import { faultOf } from "@/api/problem";
import { CodeField } from "@/features/second-factor/code-field";
import { Refusal } from "@/features/sign-in/parts";
import { Button } from "@/ui/button";

interface Props {
  first?: boolean;
  error: Error | null;
  isPending: boolean;
  submit: (code: string) => void;
  back: () => void;
  children?: ReactNode;
}

/** A code, then on or back. */
export function CodeForm({ first = false, error, isPending, submit, back, children }: Props) {
  const words = useTranslations("signIn");
  const [code, setCode] = useState("");
  const fault = faultOf(error, "code");
  const send = (event: FormEvent) => {
    event.preventDefault();
    submit(code.trim());
  };
  return (
    <Form onSubmit={send} className="flex flex-col gap-4">
      {children}
      {error && !fault ? <Refusal>{error.message}</Refusal> : null}
      <CodeField value={code} onChange={setCode} error={fault} first={first} />
      <Button type="submit" look="primary" wide isDisabled={isPending}>
        {words(isPending ? "checking" : first ? "confirm" : "submit")}
      </Button>
      <Button look="quiet" wide onPress={back}>
        {words("back")}
      </Button>
    </Form>
  );
}
