import { UserRoundPen } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { Keyboard } from "@/features/phone/keyboard";
import { type Person, shownNumber } from "@/features/phone/people";
import { Screen } from "@/features/phone/screen";
import type { usePhone } from "@/features/phone/use-phone";
import { Avatar } from "@/ui/avatar";
import { IconButton } from "@/ui/button";

const Who = lazy(() => import("@/features/phone/who"));

interface Props {
  phone: ReturnType<typeof usePhone>;
  person: Person;
  choose: (person: Person) => void;
  them: string;
}

/** The phone of the customer: a frame on a desk, the whole page on a phone. */
export function Phone({ phone, person, choose, them }: Props) {
  const words = useTranslations("phone");
  const [choosing, setChoosing] = useState(false);
  return (
    <section
      aria-label={words("playing", { name: person.name })}
      className="flex h-full w-full flex-col overflow-hidden bg-surface md:max-h-[820px] md:w-[390px] md:rounded-[2rem] md:border-[6px] md:border-line md:outline md:outline-line-strong"
    >
      <header className="flex shrink-0 items-center gap-3 border-b border-line px-4 py-2">
        <Avatar name={them} size={36} />
        <div className="min-w-0 flex-1">
          <h2 className="truncate text-base font-semibold">{them}</h2>
          <p className="flex gap-2 text-[13px] whitespace-nowrap text-ink-soft">
            <span className="truncate">{words("as", { name: person.name })}</span>
            <span className="figures">{shownNumber(person.number)}</span>
          </p>
        </div>
        <IconButton label={words("change")} onPress={() => setChoosing(true)}>
          <UserRoundPen size={18} aria-hidden="true" />
        </IconButton>
      </header>
      <Screen phone={phone} them={them} />
      <Keyboard say={phone.say} />
      {choosing ? (
        <Suspense fallback={null}>
          <Who person={person} choose={choose} close={() => setChoosing(false)} />
        </Suspense>
      ) : null}
    </section>
  );
}
