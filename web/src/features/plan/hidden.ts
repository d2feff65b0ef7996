const KEY = "palabre.plan-warnings-hidden";

/** Which warnings the person has put away on this device: each is of one month, and comes back with the next. */
export function hiddenWarnings(): readonly string[] {
  return (localStorage.getItem(KEY) ?? "").split(" ").filter(Boolean);
}

export function hideWarning(name: string): readonly string[] {
  const hidden = [...new Set([...hiddenWarnings(), name])].slice(-10);
  localStorage.setItem(KEY, hidden.join(" "));
  return hidden;
}
