import { Check } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Form } from "react-aria-components";
import { useTranslations } from "use-intl";
import { inventedNumber, PEOPLE, type Person, readNumber, shownNumber } from "@/features/phone/people";
import { Avatar } from "@/ui/avatar";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { TextField } from "@/ui/field";

interface Props {
  person: Person;
  choose: (person: Person) => void;
  close: () => void;
}

/** Who is played: somebody ready, or anybody. */
export default function Who({ person, choose, close }: Props) {
  const words = useTranslations("phone");
  const picked = (chosen: Person) => {
    choose(chosen);
    close();
  };
  return (
    <Dialog title={words("who")} close={close}>
      <h3 className="mb-1 text-[13px] font-medium text-ink-soft">{words("ready")}</h3>
      <ul className="-mx-2">
        {PEOPLE.map((one) => (
          <li key={one.number}>
            <button
              type="button"
              aria-pressed={one.number === person.number}
              onClick={() => picked(one)}
              className="flex min-h-11 w-full items-center gap-3 rounded-md px-2 py-1 text-left hover:bg-hover"
            >
              <Avatar name={one.name} />
              <span className="flex-1 font-medium">{one.name}</span>
              <span className="figures text-[13px] text-ink-soft">{shownNumber(one.number)}</span>
              <Check
                size={16}
                aria-hidden="true"
                className={one.number === person.number ? "text-accent" : "invisible"}
              />
            </button>
          </li>
        ))}
      </ul>
      <Other choose={picked} />
    </Dialog>
  );
}

function Other({ choose }: { choose: (person: Person) => void }) {
  const words = useTranslations("phone");
  const [invented] = useState(() => shownNumber(inventedNumber()));
  const [error, setError] = useState<string>();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const number = readNumber(String(form.get("number")));
    if (number) choose({ name: String(form.get("name")).trim(), number });
    else setError(words("numberWrong"));
  };
  return (
    <Form onSubmit={submit} className="mt-4 flex flex-col gap-3 border-t border-line pt-4">
      <h3 className="text-[13px] font-medium text-ink-soft">{words("other")}</h3>
      <TextField name="name" label={words("name")} isRequired maxLength={100} autoComplete="off" />
      <TextField
        name="number"
        label={words("number")}
        hint={words("numberHint")}
        defaultValue={invented}
        type="tel"
        autoComplete="off"
        isRequired
        error={error}
        onChange={() => setError(undefined)}
      />
      <Button type="submit" look="primary">
        {words("play")}
      </Button>
    </Form>
  );
}
