export interface PlatformSearch {
  recherche?: string | undefined;
  visite?: "terminee" | undefined;
}

const LONGEST = 100;

/** What the address of the organisations asks for. */
export const readPlatform = (search: Record<string, unknown>): PlatformSearch => ({
  recherche:
    (typeof search.recherche === "string" || typeof search.recherche === "number") && search.recherche !== ""
      ? String(search.recherche).slice(0, LONGEST)
      : undefined,
  visite: search.visite === "terminee" ? "terminee" : undefined,
});
