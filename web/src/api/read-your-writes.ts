const REMEMBERED_MS = 5_000;

let last = { sequence: 0, until: 0 };

/** A command was done: for a few seconds, what is read must show it. */
export function noteSequence(sequence: number): void {
  last = { sequence: Math.max(sequence, last.sequence), until: Date.now() + REMEMBERED_MS };
}

/** The sequence that a reading must have reached, if one was written just now. */
export function wantedSequence(): number | undefined {
  return Date.now() < last.until ? last.sequence : undefined;
}
