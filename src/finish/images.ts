import type { Problem } from "../source/problem.ts";
import { nearest } from "../source/suggest.ts";
import { escaped } from "./escaped.ts";
import type { Check } from "./overlay.ts";

/** Kustomize says nothing about an entry under images: that no container has: the deployment goes on with the old image. */
export const images: Check = (overlay) => {
  const entries = overlay.kustomization?.value["images"];
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: unknown, index): Problem[] => {
    const { name, newName } = (entry ?? {}) as { name?: unknown; newName?: unknown };
    if (typeof name !== "string" || isPattern(name)) return [];
    const now = typeof newName === "string" && newName !== "" ? newName : withoutVersion(name);
    if (overlay.isMentioned(asImage(now))) return [];
    const known = [...new Set(overlay.release.processes.map(({ image }) => withoutVersion(image)))];
    const guess = nearest(name, known);
    const position = overlay.kustomization?.find(["images", index, "name"], "value")?.position;
    return [
      {
        code: "PHX315",
        ...(position && { position }),
        message: `no container has the image ${name}: the entry under images: changes nothing${guess ? `; did you mean "${guess}"?` : ""}`,
        help: `images of this release: ${known.join(", ")}`,
      },
    ];
  });
};

const withoutVersion = (image: string): string => image.replace(/(:[^/]*)?(@.*)?$/, "");

/** Kustomize takes the name for a regular expression; who writes one knows what it matches. */
const isPattern = (name: string): boolean => /[*+?^${}()|[\]\\]/.test(name);

const asImage = (name: string): RegExp => new RegExp(`image"?: *["']?${escaped(name)}(?=[:@"'\\s,}]|$)`, "m");
