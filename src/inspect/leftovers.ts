import { basename } from "node:path";
import { maps, strings } from "../source/kustomization.ts";
import type { Problem } from "../source/problem.ts";
import type { Lint, Site } from "./site.ts";
import { imageName, imagesIn } from "./unmatched.ts";

/** What was copied and should not have stayed. */
export const leftovers: Lint = (site) => [...exampleImage(site), ...developmentDatabase(site)];

const EXAMPLE_IMAGES = "ghcr.io/acme/";

function exampleImage({ top, objects }: Site): Problem[] {
  const left = [...new Set(objects.flatMap((object) => imagesIn(object)).map(imageName))].filter((image) => image.startsWith(EXAMPLE_IMAGES));
  return left.map((image) => {
    const entry = maps(top.value["images"]).findIndex(({ name, newName = name }) => newName === image);
    const position = top.position("images", entry, "name") ?? top.position("images") ?? top.position("generators");
    return {
      code: "PHX526",
      severity: "warning",
      ...(position && { position }),
      message: `${image} is the image of the example: no cluster can pull it`,
      help: "write your own in bases/app/spec/release.yaml, and its name under images: in each overlay",
    };
  });
}

/** Where a developer's database would be the users' one: a single pod without a backup. */
function developmentDatabase({ top, objects }: Site): Problem[] {
  const isProduction = /(^|[-_.])(prod(uction)?|live)([-_.]|$)/i.test(basename(top.directory));
  const isHere = objects.some(({ kind, metadata }) => kind === "StatefulSet" && metadata?.annotations?.[FOR] === "development");
  if (!isProduction || !isHere) return [];
  const index = strings(top.value["resources"]).findIndex((entry) => basename(entry) === "postgres");
  const position = top.position("resources", index) ?? top.position("resources");
  return [
    {
      code: "PHX525",
      severity: "warning",
      ...(position && { position }),
      message: "the Postgres of development is part of this build: one pod, one disk, no backup",
      help: "delete the line, and let DATABASE_URL lead to a database that somebody looks after",
    },
  ];
}

const FOR = "phoenix-release.dev/for";
