import { useMutation } from "@tanstack/react-query";
import { LifeBuoy } from "lucide-react";
import { useEffect } from "react";
import { Button as AriaButton } from "react-aria-components";
import { useTranslations } from "use-intl";
import { api, type Schemas } from "@/api/client";
import { session } from "@/api/session";
import { useToasts } from "@/ui/toasts";
import { time } from "@/words/moments";

/** Above every screen of a visit: where one is, until when, and the way out. */
export function VisitBanner({ me }: { me: Schemas["Me"] }) {
  const words = useTranslations("visit");
  useEnd();
  if (!me.visiting_until) return null;
  const until = time(new Date(me.visiting_until));
  return (
    <section
      aria-label={words("label")}
      className="flex shrink-0 items-center gap-3 bg-warning py-1.5 pr-2 pl-4 text-page"
    >
      <LifeBuoy size={18} aria-hidden="true" className="shrink-0" />
      <p className="min-w-0 flex-1 text-pretty">
        <span className="font-semibold">{words("here", { name: me.organization.name, time: until })}</span>{" "}
        <span className="max-md:hidden">{words("seen")}</span>
      </p>
      <Leave />
    </section>
  );
}

function Leave() {
  const words = useTranslations("visit");
  const { tell } = useToasts();
  const leave = useLeave((error) => tell(error.message, "danger"));
  return (
    <AriaButton
      isDisabled={leave.isPending}
      onPress={() => leave.mutate()}
      className="h-8 shrink-0 rounded-md border border-current px-3 font-semibold hover:bg-black/10 disabled:opacity-50 pointer-coarse:min-h-11"
    >
      {words("leave")}
    </AriaButton>
  );
}

/** Ends the visit, then goes home. */
export function useLeave(onError: (error: Error) => void) {
  return useMutation({
    mutationFn: () => api.POST("/api/visits/leave"),
    onSuccess: () => session.goHome(),
    onError,
  });
}

/** A visit that is over is left, whether or not something is asked for. */
function useEnd(): void {
  useEffect(() => {
    const left = session.visitLeft();
    if (left === null) return;
    const timer = setTimeout(() => session.goHome(true), left);
    return () => clearTimeout(timer);
  }, []);
}
