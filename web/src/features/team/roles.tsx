import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";

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
        <label
          key={name}
          className="flex cursor-default gap-3 rounded-md border border-line p-3 hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft"
        >
          <input
            type="radio"
            name="role"
            className="mt-0.5 size-4 shrink-0 accent-accent"
            checked={name === chosen}
            onChange={() => choose(name)}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
