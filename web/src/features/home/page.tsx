import { useTranslations } from "use-intl";

export function HomePage() {
  const words = useTranslations("app");
  return <h1 className="p-4 text-2xl font-semibold tracking-tight">{words("home")}</h1>;
}
