import { type ErrorComponentProps, Link } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { Empty, Failed } from "@/ui/states";

export function NotFound() {
  const words = useTranslations("app");
  return (
    <main className="grid h-full place-items-center">
      <Empty sentence={words("notFound")}>
        <Link to="/" className="text-accent underline">
          {words("notFoundAction")}
        </Link>
      </Empty>
    </main>
  );
}

export function PageFailed({ error, reset }: ErrorComponentProps) {
  return <Failed error={error instanceof Error ? error : new Error(String(error))} retry={reset} />;
}
