/** Somebody to play. */
export interface Person {
  /** Names those that are ready, in the address; those that are typed have none. */
  key?: string;
  name: string;
  /** As the API takes it: a plus and digits. */
  number: string;
}

// 06 39 98 is the range that ARCEP keeps for fiction.
export const PEOPLE: readonly [Person, ...Person[]] = [
  { key: "awa", name: "Awa Diop", number: "+33639980910" },
  { key: "julien", name: "Julien Mercier", number: "+33639980921" },
  { key: "leila", name: "Leïla Haddou", number: "+33639980932" },
  { key: "yann", name: "Yann Kervella", number: "+33639980943" },
];

const KEPT = "palabre.phone";

/** The person that the address names; else the one who was typed; else the first. */
export function personOf(key: string | undefined, typed: Person | undefined): Person {
  return PEOPLE.find((person) => person.key === key) ?? (key ? undefined : typed) ?? PEOPLE[0];
}

/** Remembers somebody who was typed. A number is nothing for an address: others read those. */
export function keepTyped(person: Person): void {
  sessionStorage.setItem(KEPT, JSON.stringify({ name: person.name, number: person.number }));
}

/** Who was typed in this tab, if somebody was. */
export function readTyped(): Person | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null") as Person | null;
    const number = kept ? readNumber(kept.number) : undefined;
    return kept && number ? { name: String(kept.name), number } : undefined;
  } catch {
    return undefined; // what cannot be read is nobody
  }
}

/** The number that was typed, in the international form; undefined when it is none. */
export function readNumber(typedNumber: string): string | undefined {
  const digits = typedNumber
    .replace(/[\s.()-]/g, "")
    .replace(/^00/, "+")
    .replace(/^0(?=\d{9}$)/, "+33");
  return /^\+?\d{6,15}$/.test(digits) ? `+${digits.replace("+", "")}` : undefined;
}

/** « +33 6 39 98 09 10 »: French numbers by pairs, others as they are. */
export function shownNumber(number: string): string {
  const found = /^\+33(\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(number);
  return found ? `+33 ${found.slice(1).join(" ")}` : number;
}

/** A number of the range for fiction. */
export function inventedNumber(draw: () => number = Math.random): string {
  return `+3363998${String(Math.floor(draw() * 10_000)).padStart(4, "0")}`;
}
