import { queryOptions } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import { keys } from "@/live/cache-keys";

export const permissionsQuery = queryOptions({
  queryKey: keys.permissions(),
  queryFn: ({ signal }) => data(api.GET("/api/permissions", { signal })),
});

export const securityQuery = queryOptions({
  queryKey: keys.security(),
  queryFn: ({ signal }) => data(api.GET("/api/organisation/security", { signal })),
});

export const invitationsQuery = queryOptions({
  queryKey: keys.invitations(),
  queryFn: ({ signal }) => data(api.GET("/api/invitations", { signal })),
});

/** They are what they are: asked for once. */
export const timeZonesQuery = queryOptions({
  queryKey: keys.timeZones(),
  queryFn: ({ signal }) => data(api.GET("/api/time-zones", { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});
