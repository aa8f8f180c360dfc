// Installs what is missing and goes on with the npm script that is named. Plain JavaScript for the Node that is at hand: nothing is
// installed yet. The script is started by npm anew, so that it finds the programs that were just installed, among them a current Node.
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";

const [script] = process.argv.slice(2);
const MIN_NODE = 20;

process.chdir(new URL("..", import.meta.url).pathname);
if (Number(process.versions.node.split(".")[0]) < MIN_NODE) {
  console.error(`Node.js ${process.versions.node} is too old: at least ${MIN_NODE} is needed to install the rest.`);
  process.exit(1);
}
if (changed("node_modules/.package-lock.json") < changed("package-lock.json")) {
  console.error("installing the packages that package-lock.json names");
  // Not npm ci: it refuses a lock file in which a package for somebody else's platform is missing, and mirrors are late with those.
  npm("install", "--no-save", "--loglevel=error");
}
npm("run", "--silent", script);

/** Zero: it is not there. */
function changed(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function npm(...args) {
  const { status } = spawnSync("npm", args, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
