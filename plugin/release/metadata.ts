import { commands } from "../../src/commands/commands.ts";
import { root } from "../build/paths.ts";
import { replaceText } from "../build/replace.ts";
import { krmFunctionDefinition } from "./krm-function.ts";
import { manPage } from "./man.ts";

// npm run metadata, after npm run build: the files that are written from the schema and the commands, and stand in the repository.

replaceText(`${root}plugin/krm-function-definition.yaml`, krmFunctionDefinition());
replaceText(`${root}plugin/man/phoenix-release.1`, manPage(commands));
