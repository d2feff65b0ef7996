import createClient, { type Middleware } from "openapi-fetch";
import { Problem } from "@/api/problem";
import { proof } from "@/api/proof";
import { noteSequence, wantedSequence } from "@/api/read-your-writes";
import type { components, paths } from "@/api/schema";
import { session } from "@/api/session";

export type Schemas = components["schemas"];

/** What was just done is in what is read next. */
function fresh(request: Request): Request {
  const sequence = wantedSequence();
  if (sequence === undefined) return request;
  const url = new URL(request.url);
  url.searchParams.set("at_least", String(sequence));
  return new Request(url, request);
}

/** On the way in there is no session yet: a refusal there ends none. */
const isAtTheDoor = (request: Request): boolean => new URL(request.url).pathname.startsWith("/auth/");

/** Carries the session; a session that ended sends the person back to the sign-in. */
const authentication: Middleware = {
  async onRequest({ request }) {
    const carried = await session.carried(request);
    return carried.method === "GET" ? fresh(carried) : carried;
  },
  async onResponse({ request, response }) {
    if (response.status === 401 && !isAtTheDoor(request))
      session.refused(request.headers.get("Authorization"));
    if (!response.ok) throw await Problem.of(response);
    const sequence = Number(response.headers.get("Palabre-Sequence"));
    if (sequence) noteSequence(sequence);
    return response;
  },
  onError({ error }) {
    return Problem.unreachable(error);
  },
};

/** The typed client of the API. Anything but a success throws a `Problem`. */
export const api = createClient<paths>({
  baseUrl: window.location.origin,
  fetch: (request) => proof.sends(request),
});
api.use(authentication);

/** The data of an answer, which is there since anything else has thrown. */
export async function data<T>(answer: Promise<{ data?: T }>): Promise<T> {
  return (await answer).data as T;
}
