import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Schemas } from "@/api/client";
import { useMay, useMe } from "@/app/me";
import { NoLine } from "@/features/phone/no-line";
import { keepTyped, type Person, personOf, readTyped } from "@/features/phone/people";
import { Phone } from "@/features/phone/phone";
import { channelsQuery, SIMULATOR } from "@/features/phone/queries";
import { Team } from "@/features/phone/team";
import { usePhone } from "@/features/phone/use-phone";
import { Choice } from "@/ui/choice";
import { Bone, Empty, Failed, Loading } from "@/ui/states";
import { useWide } from "@/ui/use-wide";

type Channel = Schemas["ChannelView"];

const route = getRouteApi("/shell/telephone");

/** A customer's phone, and beside it what the team sees: the whole of Palabre without any provider. */
export function PhonePage() {
  const words = useTranslations();
  const may = useMay();
  const allowed = may("simulator.play");
  const found = useQuery({ ...channelsQuery, enabled: allowed });
  const [chosen, setChosen] = useState<string>();
  if (!allowed) return <Empty sentence={words("states.forbidden")} />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  if (found.isPending) return <Skeleton />;
  const lines = found.data.data.filter((channel) => channel.provider === SIMULATOR);
  const open = lines.filter((channel) => !channel.suspended);
  const line = open.find((channel) => channel.channel_id === chosen) ?? open[0];
  return (
    <div className="flex h-full flex-col">
      <h1 className="sr-only">{words("phone.title")}</h1>
      {line ? (
        <Playing line={line} lines={open} choose={setChosen} />
      ) : (
        <div className="grid flex-1 place-items-center">
          <NoLine suspended={lines[0]} />
        </div>
      )}
    </div>
  );
}

interface PlayingProps {
  line: Channel;
  lines: readonly Channel[];
  choose: (channelId: string) => void;
}

function Playing({ line, lines, choose }: PlayingProps) {
  const words = useTranslations("phone");
  const { personne } = route.useSearch();
  const navigate = route.useNavigate();
  const [typed, setTyped] = useState(readTyped);
  const person = personOf(personne, typed);
  const become = (chosen: Person) => {
    if (!chosen.key) {
      keepTyped(chosen);
      setTyped(chosen);
    }
    void navigate({ search: { personne: chosen.key }, replace: true });
  };
  return (
    <>
      {lines.length > 1 ? (
        <div className="flex shrink-0 items-center gap-2 border-b border-line px-4 py-1.5 text-[13px] text-ink-soft">
          {words("line")}
          <Choice
            label={words("line")}
            value={line.channel_id}
            onChange={choose}
            options={lines.map((one) => [one.channel_id, one.label] as const)}
          />
        </div>
      ) : null}
      <Both key={`${line.channel_id} ${person.number}`} line={line} person={person} become={become} />
    </>
  );
}

interface BothProps {
  line: Channel;
  person: Person;
  become: (person: Person) => void;
}

function Both({ line, person, become }: BothProps) {
  const phone = usePhone(line.channel_id, person);
  const me = useMe();
  const wide = useWide();
  return (
    <div className="flex min-h-0 flex-1">
      <div className="flex min-h-0 w-full justify-center md:items-center md:p-4 lg:w-[430px] lg:shrink-0 lg:border-r lg:border-line">
        <Phone phone={phone} person={person} choose={become} them={me.organization.name} />
      </div>
      {wide ? <Team conversationId={phone.conversationId} /> : null}
    </div>
  );
}

function Skeleton() {
  return (
    <div className="flex h-full justify-center p-4">
      <Loading>
        <Bone className="h-[70dvh] w-[min(390px,90vw)] rounded-[2rem]" />
      </Loading>
    </div>
  );
}
