import type { Licence } from "@/features/licences/terms";

export interface ActProps {
  licence: Licence;
  close: () => void;
}
