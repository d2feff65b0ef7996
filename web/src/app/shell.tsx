import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, Outlet, useNavigate } from "@tanstack/react-router";
import {
  Bot,
  Building2,
  Gauge,
  House,
  IdCard,
  KeyRound,
  type LucideIcon,
  MessagesSquare,
  ScrollText,
  Smartphone,
  Stethoscope,
  UsersRound,
} from "lucide-react";
import { lazy, Suspense, useEffect } from "react";
import { useTranslations } from "use-intl";
import { session } from "@/api/session";
import { ConnectionBanner, ConnectionMark } from "@/app/connection";
import { meQuery } from "@/app/me";
import { ProofAsked } from "@/features/proof/asked";
import { VisitBanner } from "@/features/visit/banner";
import { VisitMark } from "@/features/visit/mark";
import { LiveProvider } from "@/live/provider";
import { Avatar } from "@/ui/avatar";
import { Failed } from "@/ui/states";

// Menus weigh as much as a screen: the first one shows before they come.
const Account = lazy(() => import("@/app/account"));
const Notices = lazy(() => import("@/features/notices/bell"));
const PlanBanner = lazy(() => import("@/features/plan/banner"));

export interface Place {
  to: string;
  word:
    | "home"
    | "conversations"
    | "licences"
    | "assistant"
    | "phone"
    | "supervision"
    | "team"
    | "plan"
    | "apiKeys"
    | "journal"
    | "organisations";
  icon: LucideIcon;
  /** One of these is enough. */
  permissions: readonly string[];
  /** Arranged now and then, not worked in: apart from the others. */
  settings?: boolean;
}

const PLACES: readonly Place[] = [
  { to: "/", word: "home", icon: House, permissions: ["stats.read"] },
  { to: "/conversations", word: "conversations", icon: MessagesSquare, permissions: ["conversations.read"] },
  { to: "/licences", word: "licences", icon: IdCard, permissions: ["licences.read"] },
  { to: "/assistant", word: "assistant", icon: Bot, permissions: ["assistant.read"] },
  { to: "/telephone", word: "phone", icon: Smartphone, permissions: ["simulator.play"] },
  { to: "/supervision", word: "supervision", icon: Stethoscope, permissions: ["supervision.read"] },
  {
    to: "/equipe",
    word: "team",
    icon: UsersRound,
    permissions: ["members.update", "members.suspend"],
    settings: true,
  },
  { to: "/formule", word: "plan", icon: Gauge, permissions: ["plan.read"], settings: true },
  { to: "/cles", word: "apiKeys", icon: KeyRound, permissions: ["keys.read"], settings: true },
  { to: "/journal", word: "journal", icon: ScrollText, permissions: ["journal.read"], settings: true },
  {
    to: "/plateforme",
    word: "organisations",
    icon: Building2,
    permissions: ["platform.organisations.read"],
    settings: true,
  },
];

/** Along the bottom of a phone: the menu of the account leads to the others. */
const ROOM = 5;

/** Who is warned that the plan is nearly used up: administrators and managers, who can do something about it. */
const DECIDES = ["plan.read", "assistant.configure"];

/** The frame of every screen: where one is, who one is, and whether what is shown is fresh. */
export function Shell() {
  const me = useQuery(meQuery);
  useSessionEnd();
  if (me.isError) return <Failed error={me.error} retry={() => void me.refetch()} />;
  if (!me.data) return null;
  const places = PLACES.filter((place) => place.permissions.some((one) => me.data.permissions.includes(one)));
  const work = places.filter((place) => !place.settings);
  const settings = places.filter((place) => place.settings);
  return (
    <LiveProvider me={me.data.id}>
      <div className="flex h-dvh flex-col">
        <SkipLink />
        <VisitBanner me={me.data} />
        <div className="flex min-h-0 flex-1 flex-col md:flex-row">
          <Rail work={work} settings={settings} />
          <div className="flex min-h-0 min-w-0 flex-1 flex-col">
            <header className="flex h-12 shrink-0 items-center gap-3 border-b border-line px-4">
              <p className="truncate font-semibold">{me.data.organization.name}</p>
              <div className="ml-auto flex items-center gap-2">
                <VisitMark me={me.data} />
                <ConnectionMark />
                {me.data.permissions.includes("notifications.read") ? (
                  <Suspense fallback={<span className="size-9" />}>
                    <Notices />
                  </Suspense>
                ) : null}
                <Suspense fallback={<Avatar name={me.data.name} />}>
                  <Account me={me.data} places={[...work.slice(ROOM), ...settings]} />
                </Suspense>
              </div>
            </header>
            <ConnectionBanner />
            {DECIDES.every((one) => me.data.permissions.includes(one)) ? (
              <Suspense fallback={null}>
                <PlanBanner />
              </Suspense>
            ) : null}
            <main id="contenu" tabIndex={-1} className="min-h-0 flex-1 overflow-auto outline-none">
              <Outlet />
            </main>
          </div>
        </div>
      </div>
      <ProofAsked />
    </LiveProvider>
  );
}

function SkipLink() {
  const words = useTranslations("app");
  return (
    <a
      href="#contenu"
      className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:m-2 focus:rounded-md focus:bg-surface focus:p-2"
    >
      {words("skip")}
    </a>
  );
}

/** On the left of a desk; along the bottom of a phone. */
function Rail({ work, settings }: { work: readonly Place[]; settings: readonly Place[] }) {
  const words = useTranslations("app");
  return (
    <nav
      aria-label={words("navigation")}
      className="order-last flex shrink-0 border-t border-line bg-sunken pb-[env(safe-area-inset-bottom)] md:order-first md:w-14 md:flex-col md:gap-1 md:overflow-y-auto md:border-t-0 md:border-r md:p-2 xl:w-52"
    >
      <Link
        to="/"
        aria-label={words("name")}
        className="mb-2 hidden h-8 shrink-0 items-center gap-2 rounded-md px-1 md:flex"
      >
        <img src="/palabre.svg" alt="" className="size-7" />
        <span aria-hidden="true" className="hidden text-base font-semibold tracking-tight xl:inline">
          {words("name")}
        </span>
      </Link>
      {work.map((place, at) => (
        <PlaceLink key={place.to} place={place} deskOnly={at >= ROOM} />
      ))}
      {settings.length ? (
        <p className="mt-2 hidden shrink-0 border-t border-line pt-3 pb-1 text-xs font-medium text-ink-faint md:block xl:px-2.5">
          <span className="md:sr-only xl:not-sr-only">{words("settings")}</span>
        </p>
      ) : null}
      {settings.map((place) => (
        <PlaceLink key={place.to} place={place} deskOnly />
      ))}
    </nav>
  );
}

function PlaceLink({ place: { to, word, icon: Icon }, deskOnly }: { place: Place; deskOnly: boolean }) {
  const words = useTranslations("app");
  return (
    <Link
      to={to}
      activeOptions={{ exact: to === "/", includeSearch: false }}
      title={words(word)}
      className={`${deskOnly ? "hidden md:flex" : "flex"} h-14 flex-1 flex-col items-center justify-center gap-0.5 text-[11px] text-ink-soft hover:bg-hover hover:text-ink md:h-10 md:w-full md:flex-none md:shrink-0 md:rounded-md md:text-sm xl:flex-row xl:justify-start xl:gap-3 xl:px-2.5`}
      activeProps={{ className: "!text-accent font-medium md:bg-accent-soft", "aria-current": "page" }}
    >
      <Icon aria-hidden="true" size={20} strokeWidth={1.75} />
      <span className="md:sr-only xl:not-sr-only">{words(word)}</span>
    </Link>
  );
}

/** A session that ends, here or at the server, leads back to the sign-in, and then back here. */
function useSessionEnd(): void {
  const navigate = useNavigate();
  const client = useQueryClient();
  useEffect(
    () =>
      session.subscribe(() => {
        if (session.current()) return;
        const suite = window.location.pathname + window.location.search;
        // The screens go first: they would ask again for what is forgotten, without a session.
        void navigate({ to: "/connexion", search: { suite, terminee: true } }).then(() => client.clear());
      }),
    [navigate, client],
  );
}
