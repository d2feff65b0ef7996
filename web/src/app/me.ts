import { useSuspenseQuery } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";
import { keys } from "@/live/cache-keys";

export const meQuery = {
  queryKey: keys.me(),
  queryFn: () => data(api.GET("/api/me")),
};

/** The person who is signed in. */
export function useMe(): Schemas["Me"] {
  return useSuspenseQuery(meQuery).data;
}

/** Whether the person is somebody of the platform on a visit here: no member, so that nothing is theirs. */
export function useVisiting(): boolean {
  return useMe().visiting_until !== null;
}

/** Whether the person may do something: what they may not do is absent, not grey. */
export function useMay(): (permission: string) => boolean {
  const { permissions } = useMe();
  return (permission) => permissions.includes(permission);
}
