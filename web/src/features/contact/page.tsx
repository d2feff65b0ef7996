import { useParams, useRouter } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { useTranslations } from "use-intl";
import { ClientPane } from "@/features/contact/pane";
import { IconButton } from "@/ui/button";

/** The client alone: what is beside the thread on a wide screen. */
export function ClientPage() {
  const words = useTranslations("client");
  const { contactId } = useParams({ from: "/shell/clients/$contactId" });
  const router = useRouter();
  return (
    <div className="mx-auto max-w-3xl">
      <div className="flex h-14 items-center gap-1 px-2">
        <IconButton label={words("back")} onPress={() => router.history.back()}>
          <ArrowLeft size={20} aria-hidden="true" />
        </IconButton>
        <h1 className="text-base font-semibold">{words("title")}</h1>
      </div>
      <ClientPane contactId={contactId} />
    </div>
  );
}
