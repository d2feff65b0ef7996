import { expect, it } from "vitest";
import { csv } from "@/ui/csv";

it("a table opens in a French spreadsheet", () => {
  expect(
    csv(
      ["Jour", "Reçus"],
      [
        ["18 nov.", 6],
        ["19 nov.", 1.5],
        ["20 nov.", null],
      ],
    ),
  ).toBe("\ufeffJour;Reçus\r\n18 nov.;6\r\n19 nov.;1,5\r\n20 nov.;\r\n");
});

it("what would break a column is quoted, and what would be run is not", () => {
  expect(csv(['a;"b"'], [["=2+2"], ["deux\nlignes"]])).toBe(
    '\ufeff"a;""b"""\r\n\'=2+2\r\n"deux\nlignes"\r\n',
  );
});
