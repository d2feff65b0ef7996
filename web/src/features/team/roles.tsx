import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { RadioBox } from "@/ui/radio-box";

type Role = Schemas["RoleView"];

interface RolesProps {
  roles: readonly Role[];
  chosen: Role["name"];
  choose: (role: Role["name"]) => void;
}

/** One role of some. */
export function Roles({ roles, chosen, choose }: RolesProps) {
  const words = useTranslations("team");
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="sr-only">{words("roleChoice")}</legend>
      {roles.map(({ name, label }) => (
        <RadioBox
          key={name}
          name="role"
          label={label}
          checked={name === chosen}
          onChange={() => choose(name)}
        />
      ))}
    </fieldset>
  );
}
