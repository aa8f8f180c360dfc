/** What concerns all commands: phoenix-release help TOPIC. */
export interface Topic {
  readonly name: string;
  readonly summary: string;
  readonly rows: readonly (readonly [name: string, meaning: string])[];
}

export const topics: readonly Topic[] = [
  {
    name: "environment",
    summary: "Variables that are read.",
    rows: [
      ["KUSTOMIZE_PLUGIN_HOME", "Where Kustomize looks for classic plugins, and install puts this one. An absolute path."],
      [
        "XDG_CONFIG_HOME, HOME",
        "Where Kustomize looks without it: kustomize/plugin below the first, .config/kustomize/plugin and kustomize/plugin below the second.",
      ],
      ["PATH", "Where kustomize, kubectl and docker are looked for, and a KRM exec function."],
      ["PWD", "Where paths that Kustomize hands on begin."],
      ["KUSTOMIZE_PLUGIN_CONFIG_ROOT", "Kustomize sets it for a classic plugin: where the kustomization is that lists the spec."],
      ["TMPDIR", "Where Kustomize and the commands that build keep files for the time of a build."],
      ["NO_COLOR", "Not empty: no colours. There are none in pipes and files anyway."],
      ["TERM", "dumb: no colours, and no line that says what is being built."],
    ],
  },
  {
    name: "exit-codes",
    summary: "What the exit codes mean.",
    rows: [
      ["0", "Done, and nothing is wrong. Warnings alone change no exit code, unless --fail-on warning says so."],
      ["1", "The input is wrong, a build fails, something is stale, or a file cannot be read or written; stderr or the report says which."],
      ["2", "Wrong usage: an unknown command or option, a path that is not there."],
      ["3", "A fault of this program. Please report it."],
      ["of diff", "0: the same. 1: they differ. More than 1: anything else, as kubectl diff has it."],
    ],
  },
  {
    name: "formats",
    summary: "What commands print, and for whom.",
    rows: [
      ["human", "For people, in a terminal as in a log. Its words may change."],
      ["json", 'For programs: one object that begins with "version", the version of its form. Fields are added; what is there stays, or the version changes.'],
      ["github", "Workflow commands, which GitHub shows beside the lines of a pull request. Of validate."],
      ["YAML", "Objects for Kubernetes, a stream with --- between them. On stdout alone: what is said about them goes to stderr."],
      ["-", "As a path: standard input. As a place to write to: standard output."],
    ],
  },
];
