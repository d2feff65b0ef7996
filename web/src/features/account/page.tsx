import { useTranslations } from "use-intl";
import { useMe } from "@/app/me";
import { Password } from "@/features/account/password";
import { SecondFactor } from "@/features/account/second-factor";
import { Sessions } from "@/features/account/sessions";

/** Who one is here, and how that is protected. */
export function AccountPage() {
  const words = useTranslations("account");
  const me = useMe();
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-4 p-4 md:p-6">
      <header>
        <h1 className="text-xl font-semibold">{words("title")}</h1>
        <p className="mt-0.5 break-words text-ink-soft">
          {me.name}, {me.email}
        </p>
      </header>
      <Password />
      <SecondFactor />
      <Sessions />
    </div>
  );
}
