import { useTranslations } from "use-intl";
import { Empty } from "@/ui/states";

export function NoConversation() {
  const words = useTranslations("inbox");
  return (
    <div className="grid h-full place-items-center">
      <Empty sentence={words("pick")} />
    </div>
  );
}
