import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { session } from "@/api/session";
import { NotFound, PageFailed } from "@/app/fallbacks";
import { Shell } from "@/app/shell";
import { readFaqAddress } from "@/features/assistant/address";
import { readFilters } from "@/features/conversations/filters";
import { NoConversation } from "@/features/conversations/none";
import { readHome } from "@/features/home/period";
import { readJournal } from "@/features/journal/address";
import { readImport, readLicences, readMonth } from "@/features/licences/address";
import { readPlatform } from "@/features/platform/search";
import { SignInPage } from "@/features/sign-in/page";
import { readSupervision } from "@/features/supervision/search";

interface RouterContext {
  queryClient: QueryClient;
}

const root = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: PageFailed,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/connexion",
  validateSearch: (search: Record<string, unknown>): { suite?: string; terminee?: boolean } => ({
    // Only a path of ours: what the address asks for must lead nowhere else.
    suite: typeof search.suite === "string" && /^\/(?![/\\])/.test(search.suite) ? search.suite : undefined,
    terminee: search.terminee === true ? true : undefined,
  }),
  beforeLoad: async () => {
    if (await session.resume()) throw redirect({ to: "/" });
  },
  component: SignInPage,
});

const forgot = createRoute({
  getParentRoute: () => root,
  path: "/mot-de-passe-oublie",
  component: lazyRouteComponent(() => import("@/features/door/forgot"), "ForgotPage"),
});

const reset = createRoute({
  getParentRoute: () => root,
  path: "/mot-de-passe",
  component: lazyRouteComponent(() => import("@/features/door/reset"), "ResetPage"),
});

const signUp = createRoute({
  getParentRoute: () => root,
  path: "/inscription",
  component: lazyRouteComponent(() => import("@/features/door/sign-up"), "SignUpPage"),
});

const join = createRoute({
  getParentRoute: () => root,
  path: "/rejoindre",
  component: lazyRouteComponent(() => import("@/features/door/join"), "JoinPage"),
});

const shell = createRoute({
  getParentRoute: () => root,
  id: "shell",
  beforeLoad: async ({ location }) => {
    if (!(await session.resume())) throw redirect({ to: "/connexion", search: { suite: location.href } });
  },
  component: Shell,
});

const home = createRoute({
  getParentRoute: () => shell,
  path: "/",
  validateSearch: readHome,
  component: lazyRouteComponent(() => import("@/features/home/page"), "HomePage"),
});

const conversations = createRoute({
  getParentRoute: () => shell,
  path: "/conversations",
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import("@/features/conversations/page"), "ConversationsPage"),
});

const noConversation = createRoute({
  getParentRoute: () => conversations,
  path: "/",
  component: NoConversation,
});

const conversation = createRoute({
  getParentRoute: () => conversations,
  path: "$id",
  component: lazyRouteComponent(() => import("@/features/conversations/conversation"), "ConversationPage"),
});

const client = createRoute({
  getParentRoute: () => shell,
  path: "/clients/$contactId",
  component: lazyRouteComponent(() => import("@/features/contact/page"), "ClientPage"),
});

const licenceDesk = createRoute({
  getParentRoute: () => shell,
  id: "desk",
  component: lazyRouteComponent(() => import("@/features/licences/desk"), "LicenceDesk"),
});

const licences = createRoute({
  getParentRoute: () => licenceDesk,
  path: "/licences",
  validateSearch: readLicences,
  component: lazyRouteComponent(() => import("@/features/licences/page"), "LicencesPage"),
});

const licenceImport = createRoute({
  getParentRoute: () => licenceDesk,
  path: "/licences/import",
  validateSearch: readImport,
  component: lazyRouteComponent(() => import("@/features/licences/import"), "ImportPage"),
});

const licenceCalendar = createRoute({
  getParentRoute: () => licenceDesk,
  path: "/licences/calendrier",
  validateSearch: readMonth,
  component: lazyRouteComponent(() => import("@/features/licences/calendar"), "CalendarPage"),
});

const licence = createRoute({
  getParentRoute: () => licenceDesk,
  path: "/licences/$licenceId",
  component: lazyRouteComponent(() => import("@/features/licences/sheet"), "LicencePage"),
});

const assistant = createRoute({
  getParentRoute: () => shell,
  path: "/assistant",
  component: lazyRouteComponent(() => import("@/features/assistant/page"), "AssistantPage"),
});

const assistantSettings = createRoute({
  getParentRoute: () => assistant,
  path: "/",
  component: lazyRouteComponent(() => import("@/features/assistant/settings"), "SettingsSection"),
});

const assistantFaq = createRoute({
  getParentRoute: () => assistant,
  path: "faq",
  validateSearch: readFaqAddress,
  component: lazyRouteComponent(() => import("@/features/assistant/faq"), "FaqSection"),
});

const supervision = createRoute({
  getParentRoute: () => shell,
  path: "/supervision",
  validateSearch: readSupervision,
  component: lazyRouteComponent(() => import("@/features/supervision/page"), "SupervisionPage"),
});

const phone = createRoute({
  getParentRoute: () => shell,
  path: "/telephone",
  validateSearch: (search: Record<string, unknown>): { personne?: string } => ({
    personne: typeof search.personne === "string" ? search.personne : undefined,
  }),
  component: lazyRouteComponent(() => import("@/features/phone/page"), "PhonePage"),
});

const team = createRoute({
  getParentRoute: () => shell,
  path: "/equipe",
  component: lazyRouteComponent(() => import("@/features/team/page"), "TeamPage"),
});

const plan = createRoute({
  getParentRoute: () => shell,
  path: "/formule",
  component: lazyRouteComponent(() => import("@/features/plan/page"), "PlanPage"),
});

const apiKeys = createRoute({
  getParentRoute: () => shell,
  path: "/cles",
  component: lazyRouteComponent(() => import("@/features/keys/page"), "KeysPage"),
});

const journal = createRoute({
  getParentRoute: () => shell,
  path: "/journal",
  validateSearch: readJournal,
  component: lazyRouteComponent(() => import("@/features/journal/page"), "JournalPage"),
});

const platform = createRoute({
  getParentRoute: () => shell,
  path: "/plateforme",
  validateSearch: readPlatform,
  component: lazyRouteComponent(() => import("@/features/platform/page"), "PlatformPage"),
});

const account = createRoute({
  getParentRoute: () => shell,
  path: "/compte",
  component: lazyRouteComponent(() => import("@/features/account/page"), "AccountPage"),
});

const tree = root.addChildren([
  signIn,
  forgot,
  reset,
  join,
  signUp,
  shell.addChildren([
    home,
    conversations.addChildren([noConversation, conversation]),
    client,
    licenceDesk.addChildren([licences, licenceImport, licenceCalendar, licence]),
    assistant.addChildren([assistantSettings, assistantFaq]),
    phone,
    supervision,
    team,
    plan,
    apiKeys,
    journal,
    platform,
    account,
  ]),
]);

export function makeRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queryClient },
    defaultPreload: "intent",
    defaultErrorComponent: PageFailed,
    scrollRestoration: true,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
