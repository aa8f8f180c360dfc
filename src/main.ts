import { startupSnapshot } from "node:v8";
import { run } from "./cli.ts";
import { processIo } from "./io.ts";
import { warmUp } from "./warm-up.ts";

const main = (): void => {
  process.exitCode = run(process.argv.slice(2), processIo);
};

// The binary for the building machine is a heap snapshot taken right after this file was loaded: main waits until it is started.
if (startupSnapshot.isBuildingSnapshot()) {
  warmUp();
  startupSnapshot.setDeserializeMainFunction(main);
} else main();
