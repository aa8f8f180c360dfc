import { Ajv } from "ajv";
import standalone from "ajv/dist/standalone/index.js";
import { build } from "esbuild";
import { schema } from "../../src/spec/schema.ts";
import { root } from "./paths.ts";
import { replaceText } from "./replace.ts";
import { shared } from "./shared-schemas.ts";

// Compiling the schema takes as long as everything else the program does: it is done here, once.
// The code that ajv writes still requires small helpers of ajv; bundled with them it runs in the tests and in the binary alike.

const ajv = new Ajv({ inlineRefs: false, useDefaults: true, allErrors: true, messages: false, strict: true, allowUnionTypes: true, code: { source: true } });
for (const keyword of ["patternErrorMessage", "absent"]) ajv.addKeyword(keyword); // for editors, for the reference and for our messages
const code = standalone.default(ajv, ajv.compile(shared(schema)));
const { outputFiles } = await build({
  stdin: { contents: code, resolveDir: root },
  bundle: true,
  format: "cjs",
  platform: "node",
  minifySyntax: true,
  minifyWhitespace: true,
  write: false,
});
replaceText(`${root}src/spec/validator.generated.cjs`, outputFiles[0]?.text as string);
