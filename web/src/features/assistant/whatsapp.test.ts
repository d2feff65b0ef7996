import { expect, it } from "vitest";
import { pieces } from "@/features/assistant/whatsapp";

it("a text is shown as WhatsApp shows it", () => {
  expect(pieces("Le *samedi*, _sur rendez-vous_ : ~20 €~ ```15 €```.")).toEqual([
    { text: "Le ", style: "plain" },
    { text: "samedi", style: "bold" },
    { text: ", ", style: "plain" },
    { text: "sur rendez-vous", style: "italic" },
    { text: " : ", style: "plain" },
    { text: "20 €", style: "struck" },
    { text: " ", style: "plain" },
    { text: "15 €", style: "mono" },
    { text: ".", style: "plain" },
  ]);
});

it("an address stands out, without the full stop after it", () => {
  expect(pieces("Voir https://exemple.fr/tarifs.")).toEqual([
    { text: "Voir ", style: "plain" },
    { text: "https://exemple.fr/tarifs", style: "link" },
    { text: ".", style: "plain" },
  ]);
});

it.each(["2 * 3 * 4", "nom_de_famille", "*pas\nfini*", "* vide *", "**"])("« %s » has no style", (text) => {
  expect(pieces(text).every(({ style }) => style === "plain")).toBe(true);
  expect(pieces(text).map((piece) => piece.text)).toEqual([text]);
});
