import { Link } from "@tanstack/react-router";
import { useTranslations } from "use-intl";

/** To the sign-in; with what was done, once it is. */
export function Back({ done }: { done?: string }) {
  const words = useTranslations("door");
  return (
    <div className="mt-4 flex flex-col gap-4">
      {done ? (
        <p role="status" className="rounded-md bg-success-soft px-3 py-2 text-success">
          {done}
        </p>
      ) : null}
      <Link to="/connexion" className="text-accent underline-offset-4 hover:underline">
        {words("back")}
      </Link>
    </div>
  );
}
