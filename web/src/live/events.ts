export interface ServerEvent {
  id: string | undefined;
  event: string;
  data: string;
}

/** Cuts a text/event-stream into events (WHATWG HTML, 9.2.6). */
export class EventParser {
  /** The last id told, by an event or alone: where to take up again. */
  id: string | undefined;
  private pending = "";
  private event = "";
  private lines: string[] = [];

  push(chunk: string): ServerEvent[] {
    this.pending += chunk;
    const rows = this.pending.split(/\r\n|\n|\r(?!$)/);
    this.pending = rows.pop() ?? "";
    return rows.flatMap((row) => this.line(row));
  }

  private line(row: string): ServerEvent[] {
    if (row === "") return this.dispatch();
    if (row.startsWith(":")) return [];
    const colon = row.indexOf(":");
    const name = colon < 0 ? row : row.slice(0, colon);
    const value = colon < 0 ? "" : row.slice(colon + 1).replace(/^ /, "");
    if (name === "id") this.id = value;
    if (name === "event") this.event = value;
    if (name === "data") this.lines.push(value);
    return [];
  }

  private dispatch(): ServerEvent[] {
    const lines = this.lines;
    const event = this.event || "message";
    this.lines = [];
    this.event = "";
    return lines.length ? [{ id: this.id, event, data: lines.join("\n") }] : [];
  }
}
