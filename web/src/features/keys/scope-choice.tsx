import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useMe } from "@/app/me";
import { grouped } from "@/features/keys/scopes";
import { permissionsQuery } from "@/features/team/queries";
import { TextField } from "@/ui/field";
import { Loaded } from "@/ui/loaded";

interface Props {
  chosen: ReadonlySet<string>;
  onChange: (chosen: ReadonlySet<string>) => void;
}

/** What a key may do, of what the person may do themselves. What is chosen stays chosen while one searches. */
export function ScopeChoice({ chosen, onChange }: Props) {
  const words = useTranslations("apiKeys");
  const me = useMe();
  const permissions = useQuery(permissionsQuery);
  const [search, setSearch] = useState("");
  const set = (name: string, on: boolean) => {
    const others = [...chosen].filter((one) => one !== name);
    onChange(new Set(on ? [...others, name] : others));
  };
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-[13px] font-medium text-ink-soft">{words("scopesTitle")}</legend>
      <p className="text-[13px] text-ink-faint">{words("scopesLead")}</p>
      <TextField label={words("search")} value={search} onChange={setSearch} />
      <Loaded query={permissions} bone="h-60">
        {(known) => {
          const groups = [...grouped(known.permissions, me.permissions, search)];
          return (
            <section
              aria-label={words("scopesTitle")}
              className="max-h-64 overflow-y-auto rounded-md border border-line"
            >
              {groups.length ? null : <p className="p-3 text-ink-soft">{words("notFound")}</p>}
              {groups.map(([group, rights]) => (
                <fieldset key={group}>
                  <legend className="px-3 pt-2 text-xs font-medium text-ink-faint">
                    {words(`groups.${group}`)}
                  </legend>
                  {rights.map(({ name, label }) => (
                    <label
                      key={name}
                      className="flex min-h-10 items-center gap-3 px-3 hover:bg-hover pointer-coarse:min-h-11"
                    >
                      <input
                        type="checkbox"
                        className="size-4 shrink-0 accent-accent"
                        checked={chosen.has(name)}
                        onChange={(event) => set(name, event.target.checked)}
                      />
                      <span className="flex-1 text-pretty">{label}</span>
                    </label>
                  ))}
                </fieldset>
              ))}
            </section>
          );
        }}
      </Loaded>
      <p role="status" className="text-[13px] text-ink-soft">
        {words("chosen", { count: chosen.size })}
      </p>
    </fieldset>
  );
}
