import type { Schemas } from "@/api/client";

export type Tenant = Schemas["TenantView"];

export interface DeedProps {
  tenant: Tenant;
  close: () => void;
}

/** The most characters that a reason may have, as the API says. */
export const LONGEST_REASON = 200;
