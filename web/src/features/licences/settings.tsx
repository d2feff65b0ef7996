import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, type Schemas } from "@/api/client";
import { Problem } from "@/api/problem";
import { useAct } from "@/app/use-act";
import { salesQuery } from "@/features/licences/queries";
import { centsIn, PLANS, type Plan, typedOf } from "@/features/licences/terms";
import { keys } from "@/live/cache-keys";
import { Dialog } from "@/ui/dialog";
import { DialogForm } from "@/ui/dialog-form";
import { TextField } from "@/ui/field";
import { Loaded } from "@/ui/loaded";

type Sales = Schemas["LicenceSettingsView"];

/** How licences are sold from now on. */
export default function Settings({ close }: { close: () => void }) {
  const words = useTranslations("licences.configure");
  const sales = useQuery(salesQuery);
  return (
    <Dialog title={words("title")} close={close}>
      <Loaded query={sales} bone="h-80">
        {(known) => <Form sales={known} close={close} />}
      </Loaded>
    </Dialog>
  );
}

interface Typed {
  price: string;
  grace: string;
}

const whole = (typed: string): number | undefined =>
  /^\d{1,4}$/.test(typed.trim()) ? Number(typed) : undefined;

function Form({ sales, close }: { sales: Sales; close: () => void }) {
  const words = useTranslations("licences");
  const states = useTranslations("states");
  const [terms, setTerms] = useState(() => typedTerms(sales));
  const [currency, setCurrency] = useState(sales.currency);
  const [expiring, setExpiring] = useState(String(sales.expiring_days));
  const [silent, setSilent] = useState(String(sales.silent_days));
  const body = read(terms, currency, expiring, silent);
  const change = useAct(
    (said: Schemas["LicenceSettingsInput"]) => api.PUT("/api/licences/settings", { body: said }),
    words("configure.done"),
    close,
    keys.licences(),
  );
  const refused = change.error;
  const fault = (field: string) => (refused instanceof Problem ? refused.of(field) : undefined);
  const set = (plan: Plan, changed: Partial<Typed>) =>
    setTerms({ ...terms, [plan]: { ...terms[plan], ...changed } });
  return (
    <DialogForm
      act={states("save")}
      isPending={change.isPending}
      isDisabled={!body}
      error={refused}
      submit={() => body && change.mutate(body)}
      close={close}
    >
      <p className="text-pretty text-ink-soft">{words("configure.lead")}</p>
      {PLANS.map((plan) => (
        <fieldset key={plan} className="grid grid-cols-2 gap-3">
          <legend className="mb-1 font-medium">{words(`plans.${plan}`)}</legend>
          <TextField
            label={words("configure.price")}
            inputMode="decimal"
            value={terms[plan].price}
            onChange={(price) => set(plan, { price })}
            error={
              centsIn(terms[plan].price) === undefined
                ? words("configure.wrong")
                : fault(`terms.${plan}.price_cents`)
            }
          />
          <TextField
            label={words("configure.grace")}
            inputMode="numeric"
            value={terms[plan].grace}
            onChange={(grace) => set(plan, { grace })}
            error={
              whole(terms[plan].grace) === undefined
                ? words("configure.wrong")
                : fault(`terms.${plan}.grace_days`)
            }
          />
        </fieldset>
      ))}
      <TextField
        label={words("configure.currency")}
        hint={words("configure.currencyHint")}
        value={currency}
        maxLength={3}
        onChange={(typed) => setCurrency(typed.toUpperCase())}
        error={fault("currency")}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          label={words("configure.expiring")}
          inputMode="numeric"
          value={expiring}
          onChange={setExpiring}
          error={whole(expiring) === undefined ? words("configure.wrong") : fault("expiring_days")}
        />
        <TextField
          label={words("configure.silent")}
          inputMode="numeric"
          value={silent}
          onChange={setSilent}
          error={whole(silent) === undefined ? words("configure.wrong") : fault("silent_days")}
        />
      </div>
    </DialogForm>
  );
}

function typedTerms(sales: Sales): Record<Plan, Typed> {
  const typed = (plan: Plan) => {
    const { price_cents = 0, grace_days = 0 } = sales.terms[plan] ?? {};
    return { price: typedOf(price_cents), grace: String(grace_days) };
  };
  return { starter: typed("starter"), premium: typed("premium"), enterprise: typed("enterprise") };
}

/** What was typed, in the words of the API; nothing while some of it is no number. */
function read(
  terms: Record<Plan, Typed>,
  currency: string,
  expiring: string,
  silent: string,
): Schemas["LicenceSettingsInput"] | undefined {
  const [expiring_days, silent_days] = [whole(expiring), whole(silent)];
  const said: Record<string, Schemas["TermsInput"]> = {};
  for (const plan of PLANS) {
    const [price_cents, grace_days] = [centsIn(terms[plan].price), whole(terms[plan].grace)];
    if (price_cents === undefined || grace_days === undefined) return undefined;
    said[plan] = { price_cents, grace_days };
  }
  if (expiring_days === undefined || silent_days === undefined || !/^[A-Z]{3}$/.test(currency))
    return undefined;
  return { currency, terms: said, expiring_days, silent_days };
}
