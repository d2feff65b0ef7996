import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import {
  Button as AriaButton,
  Header,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
} from "react-aria-components";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { session } from "@/api/session";
import type { Place } from "@/app/shell";
import { applyTheme, chosenTheme, type Theme } from "@/app/theme";
import { useLeave } from "@/features/visit/banner";
import { Avatar } from "@/ui/avatar";
import { useToasts } from "@/ui/toasts";

const ITEM =
  "flex h-9 cursor-default items-center rounded px-2.5 outline-none data-[focused]:bg-hover pointer-coarse:h-11";

interface Props {
  me: Schemas["Me"];
  /** What has no room along the bottom of a phone. */
  places: readonly Place[];
}

/** Who is signed in: their account, how the screens look, and the way out. */
export default function Account({ me, places }: Props) {
  const words = useTranslations("app");
  const visit = useTranslations("visit");
  const navigate = useNavigate();
  const { tell } = useToasts();
  const leave = useLeave((error) => tell(error.message, "danger"));
  const visiting = me.visiting_until !== null;
  const [theme, setTheme] = useState<Theme>(chosenTheme);
  const choose = (chosen: Theme) => {
    applyTheme(chosen);
    setTheme(chosen);
  };
  return (
    <MenuTrigger>
      <AriaButton aria-label={words("account")} className="rounded-full">
        <Avatar name={me.name} />
      </AriaButton>
      <Popover placement="bottom end" className="w-60 rounded-md border border-line bg-surface p-1 shadow-lg">
        <Menu aria-label={words("account")} className="outline-none">
          <MenuSection>
            <Header className="px-2.5 py-2">
              <span className="block font-medium">{me.name}</span>
              <span className="block truncate text-[13px] text-ink-faint">{me.email}</span>
            </Header>
          </MenuSection>
          <MenuSection className="border-t border-line py-1">
            {visiting ? null : (
              <MenuItem id="own" onAction={() => void navigate({ to: "/compte" })} className={ITEM}>
                {words("ownAccount")}
              </MenuItem>
            )}
            {places.map(({ to, word }) => (
              <MenuItem key={to} id={to} onAction={() => void navigate({ to })} className={ITEM}>
                {words(word)}
              </MenuItem>
            ))}
          </MenuSection>
          <MenuSection
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[theme]}
            onSelectionChange={(keys) => choose([...keys][0] as Theme)}
            className="border-t border-line py-1"
          >
            <Header className="px-2.5 py-1 text-xs text-ink-faint">{words("theme")}</Header>
            {(["system", "light", "dark"] as const).map((one) => (
              <MenuItem
                key={one}
                id={one}
                className={`${ITEM} data-[selected]:font-medium data-[selected]:text-accent`}
              >
                {words(one === "system" ? "themeSystem" : one === "light" ? "themeLight" : "themeDark")}
              </MenuItem>
            ))}
          </MenuSection>
          <MenuSection className="border-t border-line pt-1">
            {visiting ? (
              <MenuItem id="home" onAction={() => leave.mutate()} className={ITEM}>
                {visit("leaveVisit")}
              </MenuItem>
            ) : (
              <MenuItem id="out" onAction={() => session.leave()} className={ITEM}>
                {words("signOut")}
              </MenuItem>
            )}
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
