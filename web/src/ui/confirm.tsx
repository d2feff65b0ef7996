import type { ReactNode } from "react";
import { Dialog } from "@/ui/dialog";
import { DialogForm } from "@/ui/dialog-form";

interface Props {
  title: string;
  act: string;
  look?: "primary" | "danger";
  asking: { error: Error | null; isPending: boolean; mutate: () => void };
  close: () => void;
  /** What follows. */
  children: ReactNode;
}

/** An act that asks for nothing but to be sure. */
export function Confirm({ title, act, look = "primary", asking, close, children }: Props) {
  return (
    <Dialog title={title} close={close}>
      <DialogForm
        act={act}
        look={look}
        isDisabled={asking.isPending}
        error={asking.error}
        submit={() => asking.mutate()}
        close={close}
      >
        <p className="text-pretty">{children}</p>
      </DialogForm>
    </Dialog>
  );
}
