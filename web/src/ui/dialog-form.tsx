import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/ui/button";
import { Banner } from "@/ui/states";

interface Props {
  /** What submitting is called; none once there is nothing left to do but leave. */
  act: string | undefined;
  look?: "primary" | "danger";
  isPending?: boolean;
  isDisabled?: boolean;
  autoComplete?: "off";
  /** What was refused, unless a field says it. */
  error?: Error | null | undefined;
  submit: () => void;
  close: () => void;
  children: ReactNode;
}

/** What a dialog asks, then the two ways out: as things are, or by the act. */
export function DialogForm({
  act,
  look = "primary",
  isPending = false,
  isDisabled = false,
  autoComplete,
  error,
  submit,
  close,
  children,
}: Props) {
  const words = useTranslations("states");
  return (
    <form
      className="flex flex-col gap-4"
      autoComplete={autoComplete}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {children}
      {error ? <Banner tone="danger">{error.message}</Banner> : null}
      <div className="flex justify-end gap-2">
        <Button onPress={close}>{words(act ? "cancel" : "close")}</Button>
        {act ? (
          <Button type="submit" look={look} isPending={isPending} isDisabled={isDisabled}>
            {act}
          </Button>
        ) : null}
      </div>
    </form>
  );
}
