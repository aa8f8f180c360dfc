import { writeFile } from "node:fs/promises";
import { Ajv } from "ajv";
import standalone from "ajv/dist/standalone/index.js";
import { build } from "esbuild";
import { schema } from "../../src/spec/schema.ts";
import { inRepository } from "./repository.ts";

const output = inRepository("src/spec/validator.generated.cjs");

/**
 * Compiles the schema into code: doing it at every start would cost twice the time of everything else.
 * ajv's code requires its small helpers. Bundled with them it is one file of CommonJS, which Node, vitest and esbuild all take as it is.
 */
export async function writeValidator(): Promise<void> {
  const ajv = new Ajv({
    useDefaults: true,
    allErrors: true,
    strict: true,
    allowUnionTypes: true,
    keywords: ["patternErrorMessage"],
    code: { source: true },
  });
  const contents = standalone.default(ajv, ajv.compile(schema));
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: inRepository(".") },
    bundle: true,
    platform: "node",
    format: "cjs",
    minifyWhitespace: true,
    minifySyntax: true,
    write: false,
  });
  await writeFile(output, outputFiles[0].contents);
}

if (import.meta.main) await writeValidator();
