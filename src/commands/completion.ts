import type { Io } from "../io.ts";
import type { Call, Command } from "./command.ts";
import { bash } from "./completion/bash.ts";
import { fish } from "./completion/fish.ts";
import { powershell } from "./completion/powershell.ts";
import { zsh } from "./completion/zsh.ts";
import { misused } from "./misused.ts";

const scripts: Readonly<Record<string, string>> = { bash, zsh, fish, powershell };

export const completion: Command = {
  name: "completion",
  summary: "Prints the script that completes commands, options, paths and fields in a shell.",
  operands: "SHELL",
  completes: Object.keys(scripts),
  options: {},
  notes: [
    "The script asks the program at each Tab, so it stays right when the program is replaced.",
    'bash: in ~/.bashrc: eval "$(phoenix-release completion bash)"',
    'zsh: in ~/.zshrc, after compinit: eval "$(phoenix-release completion zsh)"',
    "fish: phoenix-release completion fish > ~/.config/fish/completions/phoenix-release.fish",
    "PowerShell: in $PROFILE: phoenix-release completion powershell | Out-String | Invoke-Expression",
  ],
  examples: ["completion bash", "completion fish > ~/.config/fish/completions/phoenix-release.fish"],
  run,
};

function run({ operands: [shell, ...rest] }: Call, io: Io): number {
  const script = shell !== undefined && rest.length === 0 && Object.hasOwn(scripts, shell) ? scripts[shell] : undefined;
  if (script === undefined) {
    const given = shell === undefined ? "" : `, not ${JSON.stringify([shell, ...rest].join(" "))}`;
    return misused(`completion takes one of ${Object.keys(scripts).join(", ")}${given}`, "completion", io);
  }
  io.stdout(script);
  return 0;
}
