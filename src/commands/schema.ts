import { editorText } from "../schema/editor.ts";
import type { Command } from "./command.ts";

export const schema: Command = {
  name: "schema",
  summary: "Prints the JSON Schema of specs, for editors and other programs.",
  operands: "",
  options: {
    patch: { description: "The schema of a patch in an overlay: nothing is required, and null means back to the default." },
  },
  notes: ["An editor with a YAML language server reads it by the first line of a spec:", "  # yaml-language-server: $schema=../release.schema.json"],
  examples: ["schema > bases/app/release.schema.json", "schema --patch > bases/app/patch.schema.json"],
  run: ({ options }, io) => {
    io.stdout(editorText(options["patch"] === undefined ? "release" : "patch"));
    return 0;
  },
};
