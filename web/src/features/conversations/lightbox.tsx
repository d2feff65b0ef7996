import { Download, X } from "lucide-react";
import { Dialog, Modal, ModalOverlay } from "react-aria-components";
import { useTranslations } from "use-intl";
import { IconButton } from "@/ui/button";

interface Props {
  address: string;
  name: string;
  close: () => void;
}

/** A picture as large as the screen allows. Escape, the cross and the outside close it. */
export default function Lightbox({ address, name, close }: Props) {
  const words = useTranslations();
  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(open) => open || close()}
      className="fixed inset-0 z-40 flex items-center justify-center bg-black/80 p-4"
    >
      <Modal className="max-h-full max-w-full">
        <Dialog aria-label={name} className="flex flex-col items-center gap-2 outline-none">
          <div className="flex gap-2 self-end rounded-md bg-surface">
            <a
              href={address}
              download={name}
              aria-label={words("desk.download")}
              title={words("desk.download")}
              className="grid size-9 place-items-center rounded-md text-ink-soft hover:bg-hover pointer-coarse:size-11"
            >
              <Download size={18} aria-hidden="true" />
            </a>
            <IconButton label={words("states.close")} onPress={close}>
              <X size={18} aria-hidden="true" />
            </IconButton>
          </div>
          <img src={address} alt={name} className="max-h-[85dvh] max-w-full rounded-md object-contain" />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
