export interface Client {
  browser: string | undefined;
  system: string | undefined;
  handheld: boolean;
}

// The first that fits: most browsers also pretend to be those further down.
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Edg(e|A|iOS)?\//, "Edge"],
  [/OPR\/|Opera/, "Opera"],
  [/SamsungBrowser\//, "Samsung Internet"],
  [/Firefox\/|FxiOS\//, "Firefox"],
  [/Chrome\/|CriOS\//, "Chrome"],
  [/Version\/\S+ .*Safari\//, "Safari"],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/CrOS/, "ChromeOS"],
  [/Mac OS X|Macintosh/, "Mac"],
  [/Linux/, "Linux"],
];

const first = (known: readonly (readonly [RegExp, string])[], agent: string) =>
  known.find(([sign]) => sign.test(agent))?.[1];

/** What a browser says of itself, as far as people know it. */
export function clientOf(agent: string): Client {
  const system = first(SYSTEMS, agent);
  return { browser: first(BROWSERS, agent), system, handheld: /iPhone|iPad|Android/.test(system ?? "") };
}
