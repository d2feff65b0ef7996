import { CircleHelp } from "lucide-react";
import { Dialog, DialogTrigger, Popover } from "react-aria-components";
import { IconButton } from "@/ui/button";

/** A question mark that says what something means. */
export default function Help({ label, children }: { label: string; children: string }) {
  return (
    <DialogTrigger>
      <IconButton label={label}>
        <CircleHelp size={16} aria-hidden="true" />
      </IconButton>
      <Popover placement="bottom end" className="max-h-[60dvh] w-80 max-w-[calc(100vw-2rem)]">
        <Dialog
          aria-label={label}
          className="max-h-[inherit] overflow-y-auto rounded-md border border-line bg-surface p-4 text-pretty whitespace-pre-line shadow-lg outline-none"
        >
          {children}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
