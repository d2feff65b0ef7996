import type { ReactElement, ReactNode } from "react";
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  type MenuItemProps,
  MenuTrigger,
  Popover,
} from "react-aria-components";

const ITEM =
  "flex min-h-9 cursor-default items-center gap-2 rounded px-2.5 outline-none data-[focused]:bg-hover data-[disabled]:opacity-50 pointer-coarse:min-h-11";

interface Props {
  label: string;
  trigger: ReactElement;
  children: ReactNode;
  isOpen?: boolean;
  onOpenChange?: (open: boolean) => void;
}

/** A menu under its button. */
export function Menu({ label, trigger, children, ...open }: Props) {
  return (
    <MenuTrigger {...open}>
      {trigger}
      <Popover
        placement="bottom end"
        className="min-w-56 rounded-md border border-line bg-surface p-1 shadow-lg"
      >
        <AriaMenu aria-label={label} className="max-h-96 overflow-y-auto outline-none">
          {children}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

export function MenuItem({
  danger = false,
  ...props
}: Omit<MenuItemProps, "className"> & { danger?: boolean }) {
  return <AriaMenuItem {...props} className={`${ITEM} ${danger ? "text-danger" : ""}`} />;
}
