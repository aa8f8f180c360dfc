import { expect, test } from "vitest";
import { parseDocuments } from "../../src/source/document.ts";
import { isFor } from "../../src/source/patches.ts";

const [document] = parseDocuments(Buffer.from("kind: PhoenixRelease\nmetadata: {name: {toString: null}}\n"), "release.yaml");

test("a name of any type is nobody's", () => expect(isFor(["shop"], document as NonNullable<typeof document>)).toBe(false));
