import type { Schemas } from "@/api/client";

export interface ActProps {
  member: Schemas["TeamMember"];
  known: Schemas["Permissions"];
  close: () => void;
}
