import { readdirSync, readFileSync } from "node:fs";
import { editorText } from "../../src/schema/editor.ts";
import { referencePage } from "../../src/schema/reference.ts";
import { root } from "./paths.ts";
import { replaceText } from "./replace.ts";

// npm run schema: what is made of the schema for people and their editors, and is kept in the repository. A test fails when it is stale.

// Each base has both files: it is copied alone, and the overlays beside it name those of bases/app.

for (const base of readdirSync(`${root}bases`)) {
  replaceText(`${root}bases/${base}/release.schema.json`, editorText("release"));
  replaceText(`${root}bases/${base}/patch.schema.json`, editorText("patch"));
}
replaceText(`${root}docs/reference.md`, referencePage(readFileSync(`${root}docs/reference/example.yaml`, "utf8")));
