import { expect } from "vitest";
import { edit } from "./kustomize.ts";

/** Makes an edit as the page writes it; the lines that go must stand in the file, one after another, and only once. */
export function make(layout: string, [file = "", ...lines]: readonly string[]): void {
  for (const [change] of lines.join("\n").matchAll(/(?:^-.*\n)+(?:^\+.*\n)*/gm)) {
    const side = (sign: string): string => `\n${(change.match(new RegExp(`^\\${sign}.*\n`, "gm")) ?? []).map((line) => line.slice(1)).join("")}`;
    edit(layout, file, (text) => {
      const parts = `\n${text}`.split(side("-"));
      expect(parts, `${file} has these lines once:${side("-")}`).toHaveLength(2);
      return parts.join(side("+")).slice(1);
    });
  }
}
