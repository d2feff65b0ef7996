/** The token of a link from a mail. It follows `#`, so that no server and no log ever sees it. */
export function tokenOfLink(hash: string): string {
  return hash.replace(/^#/, "");
}
