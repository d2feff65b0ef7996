import { Outlet } from "@tanstack/react-router";
import { licencesWords } from "@/features/licences/words";
import { MoreWords } from "@/words/more-words";

const WORDS = { licences: licencesWords };

/** The screens about licences, with their words. */
export function LicenceDesk() {
  return (
    <MoreWords words={WORDS}>
      <Outlet />
    </MoreWords>
  );
}
