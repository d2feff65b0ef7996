import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useTranslations } from "use-intl";
import { IconButton } from "@/ui/button";

interface Props {
  title: string;
  close: () => void;
  children: ReactNode;
  wide?: boolean;
  /** Only its own buttons close it: what it shows is not shown again. */
  held?: boolean;
}

/** A page over the page: the rest waits, Escape and the cross close it. Along the bottom of a phone. */
export function Dialog({ title, close, children, wide = false, held = false }: Props) {
  const words = useTranslations("states");
  return (
    <ModalOverlay
      isOpen
      isDismissable={!held}
      isKeyboardDismissDisabled={held}
      onOpenChange={(open) => open || close()}
      className="fixed inset-0 z-40 flex items-end justify-center bg-black/40 sm:items-center sm:p-6"
    >
      <Modal
        className={`max-h-[90dvh] w-full overflow-y-auto rounded-t-xl border border-line bg-surface shadow-xl sm:rounded-xl ${wide ? "sm:max-w-3xl" : "sm:max-w-xl"}`}
      >
        <AriaDialog className="p-5 outline-none">
          <div className="sticky top-0 z-10 -mt-5 mb-2 flex items-start gap-3 bg-surface pt-5 pb-2">
            <Heading slot="title" className="flex-1 text-lg font-semibold">
              {title}
            </Heading>
            <span className="-mt-1 -mr-2">
              <IconButton label={words("close")} onPress={close}>
                <X size={18} aria-hidden="true" />
              </IconButton>
            </span>
          </div>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
