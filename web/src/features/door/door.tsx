import { Link } from "@tanstack/react-router";
import type { FormEvent, ReactNode } from "react";
import { Form } from "react-aria-components";
import { useTranslations } from "use-intl";
import { Button } from "@/ui/button";

interface DoorProps {
  title: string;
  lead: ReactNode;
  children?: ReactNode;
}

/** The frame of the screens that a link of a mail, or the sign-in, leads to. */
export function Door({ title, lead, children }: DoorProps) {
  const words = useTranslations("door");
  return (
    <main className="grid min-h-full place-items-center p-6">
      <div className="w-full max-w-sm">
        <img src="/palabre.svg" alt="" className="mb-6 size-12" />
        <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
        <p className="mt-1 mb-6 text-base text-pretty text-ink-soft">{lead}</p>
        {children}
        <Link to="/connexion" className="mt-4 block text-accent underline-offset-4 hover:underline">
          {words("back")}
        </Link>
      </div>
    </main>
  );
}

interface FormProps {
  /** What submitting is called. */
  act: string;
  /** What is said once it is done, and nothing is asked any more. */
  done: string;
  state: { isPending: boolean; isSuccess: boolean; error: Error | null };
  /** The fields that say themselves what was refused. */
  faults: readonly (string | undefined)[];
  submit: (form: FormData) => void;
  children: ReactNode;
}

/** What is asked at a door, then that it is done. */
export function DoorForm({ act, done, state, faults, submit, children }: FormProps) {
  if (state.isSuccess) {
    return (
      <p role="status" className="rounded-md bg-success-soft px-3 py-2 text-success">
        {done}
      </p>
    );
  }
  return (
    <>
      {state.error && !faults.some(Boolean) ? <Refused error={state.error} /> : null}
      <Form
        className="flex flex-col gap-4"
        onSubmit={(event: FormEvent<HTMLFormElement>) => {
          event.preventDefault();
          submit(new FormData(event.currentTarget));
        }}
      >
        {children}
        <Button type="submit" look="primary" wide isDisabled={state.isPending}>
          {act}
        </Button>
      </Form>
    </>
  );
}

export function Refused({ error }: { error: Error }) {
  return (
    <div role="alert" className="mb-4 rounded-md bg-danger-soft px-3 py-2 text-danger">
      {error.message}
    </div>
  );
}
