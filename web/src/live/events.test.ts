import { describe, expect, it } from "vitest";
import { EventParser } from "@/live/events";

describe("the stream is cut into events", () => {
  it("whatever the pieces it comes in", () => {
    const text =
      'retry: 2000\n\nid: 41\nevent: hello\ndata: {"sequence":41}\n\n:\n\nid: 42\nevent: fact\ndata: {"a":1}\n\n';
    for (const size of [1, 2, 3, 7, text.length]) {
      const parser = new EventParser();
      const found = [];
      for (let at = 0; at < text.length; at += size) found.push(...parser.push(text.slice(at, at + size)));
      expect(found).toEqual([
        { id: "41", event: "hello", data: '{"sequence":41}' },
        { id: "42", event: "fact", data: '{"a":1}' },
      ]);
    }
  });

  it("with data on several lines, other line ends, and no event without data", () => {
    const parser = new EventParser();
    expect(parser.push("event: x\r\n\r\ndata: a\r\ndata:b\r\n\r\n")).toEqual([
      { id: undefined, event: "message", data: "a\nb" },
    ]);
  });

  it("and an id without data still says where the stream is", () => {
    const parser = new EventParser();
    expect(parser.push("id: 43\n\n")).toEqual([]);
    expect(parser.id).toBe("43");
  });
});
