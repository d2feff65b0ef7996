import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { api, data, type Schemas } from "@/api/client";
import { useMay } from "@/app/me";
import { secondFactorQuery } from "@/features/account/queries";
import { keys } from "@/live/cache-keys";
import { Button } from "@/ui/button";
import { Loaded } from "@/ui/loaded";
import { Section } from "@/ui/section";
import { Badge } from "@/ui/states";
import { useToasts } from "@/ui/toasts";

const Enrol = lazy(() => import("@/features/account/enrol"));
const Renew = lazy(() => import("@/features/account/renew"));
const Remove = lazy(() => import("@/features/account/remove"));

const FEW = 3;

/** Whether a code is asked for at the sign-in, and what may be done about it. */
export function SecondFactor() {
  const words = useTranslations("account.factor");
  const state = useQuery(secondFactorQuery);
  const [enrolment, setEnrolment] = useState<Schemas["EnrolmentView"]>();
  const client = useQueryClient();
  // It stays open over what it changes: the codes come after the second factor is active.
  const close = () => {
    setEnrolment(undefined);
    void client.invalidateQueries({ queryKey: keys.secondFactor() });
  };
  const aside = state.data ? (
    <Badge tone={state.data.active ? "success" : "warning"}>
      {words(state.data.active ? "active" : "inactive")}
    </Badge>
  ) : null;
  return (
    <Section title={words("title")} lead={words("lead")} aside={aside}>
      <div className="flex flex-col items-start gap-3 px-4 pb-4">
        <Loaded query={state} bone="h-9">
          {(factor) => (factor.active ? <Active factor={factor} /> : <Inactive onBegun={setEnrolment} />)}
        </Loaded>
      </div>
      <Suspense fallback={null}>{enrolment ? <Enrol enrolment={enrolment} close={close} /> : null}</Suspense>
    </Section>
  );
}

function Inactive({ onBegun }: { onBegun: (enrolment: Schemas["EnrolmentView"]) => void }) {
  const words = useTranslations("account.factor");
  const may = useMay();
  const { tell } = useToasts();
  const begin = useMutation({
    mutationFn: () => data(api.POST("/api/second-factor/enrolment")),
    onSuccess: onBegun,
    onError: (error) => tell(error.message, "danger"),
  });
  if (!may("second_factor.manage")) return null;
  return (
    <Button look="primary" isDisabled={begin.isPending} onPress={() => begin.mutate()}>
      {words("enrol")}
    </Button>
  );
}

function Active({ factor }: { factor: Schemas["SecondFactorView"] }) {
  const words = useTranslations("account.factor");
  const few = factor.recovery_codes_left < FEW;
  return (
    <>
      <p className={few ? "text-warning" : undefined}>
        {words("left", { count: factor.recovery_codes_left })} {few ? words("few") : null}
      </p>
      {factor.required ? <p className="text-ink-soft">{words("required")}</p> : null}
      <Acts removable={!factor.required} />
    </>
  );
}

function Acts({ removable }: { removable: boolean }) {
  const words = useTranslations("account.factor");
  const may = useMay();
  const [open, setOpen] = useState<"renew" | "remove">();
  const close = () => setOpen(undefined);
  if (!may("second_factor.manage")) return null;
  return (
    <div className="flex flex-wrap gap-2">
      <Button onPress={() => setOpen("renew")}>{words("renew")}</Button>
      {removable ? (
        <Button look="danger" onPress={() => setOpen("remove")}>
          {words("remove")}
        </Button>
      ) : null}
      <Suspense fallback={null}>
        {open === "renew" ? <Renew close={close} /> : null}
        {open === "remove" ? <Remove close={close} /> : null}
      </Suspense>
    </div>
  );
}
