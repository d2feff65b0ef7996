import type { ReactNode } from "react";
import { Button as AriaButton, type ButtonProps } from "react-aria-components";

type Look = "primary" | "plain" | "quiet" | "danger";

const BASE =
  "inline-flex items-center justify-center gap-2 rounded-md font-medium transition-colors duration-100 select-none " +
  "cursor-default disabled:opacity-50 pointer-coarse:min-h-11 pointer-coarse:min-w-11 whitespace-nowrap";
const LOOKS: Readonly<Record<Look, string>> = {
  primary: "bg-accent text-on-accent hover:bg-accent-hover",
  plain: "border border-line bg-surface text-ink hover:bg-hover",
  quiet: "text-ink-soft hover:bg-hover hover:text-ink",
  danger: "border border-danger text-danger bg-surface hover:bg-danger-soft",
};

interface Props extends Omit<ButtonProps, "className" | "children"> {
  look?: Look;
  small?: boolean;
  wide?: boolean;
  children: ReactNode;
}

export function Button({ look = "plain", small = false, wide = false, ...props }: Props) {
  const size = small ? "h-7 px-2 text-[13px]" : "h-9 px-3.5";
  return <AriaButton {...props} className={`${BASE} ${LOOKS[look]} ${size} ${wide ? "w-full" : ""}`} />;
}

interface IconProps extends Omit<ButtonProps, "className" | "children"> {
  /** What it does, for who does not see the icon, and on hover. */
  label: string;
  look?: Look;
  children: ReactNode;
}

export function IconButton({ label, look = "quiet", children, ...props }: IconProps) {
  return (
    <AriaButton {...props} aria-label={label} className={`${BASE} ${LOOKS[look]} size-9 shrink-0`}>
      {children}
    </AriaButton>
  );
}
