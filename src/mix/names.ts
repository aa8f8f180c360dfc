import type { Dockerfile } from "./dockerfile.ts";
import { type Fact, guess, likely, type Note, sure } from "./fact.ts";
import type { DeclaredRelease, Mixfile } from "./mixfile.ts";

// What the application and its releases are called.

export interface Names {
  readonly app: Fact<string>;
  readonly release: Fact<string>;
  /** Releases beside it, of an umbrella. */
  readonly others: readonly OtherRelease[];
  readonly isUmbrella: boolean;
  readonly children: readonly Fact<string>[];
  readonly version: Fact<string> | undefined;
  readonly notes: readonly Note[];
}

interface OtherRelease {
  readonly release: Fact<string>;
  readonly isWeb: boolean;
}

const OTP_NAME = /^[a-z][a-z0-9_]*$/;

/**
 * @param web applications with an endpoint
 * @param directory the project's own name, where nothing else says one
 */
export function readNames(mixfiles: readonly Mixfile[], web: readonly string[], dockerfile: Dockerfile | undefined, directory: string): Names {
  const top = mixfiles.find(({ directory }) => directory === "");
  const children = mixfiles.filter(({ directory }) => directory !== "");
  const isUmbrella = top?.appsPath !== undefined || (children.length > 0 && top?.app === undefined);
  const declared = top?.releases.filter(({ name }) => OTP_NAME.test(name)) ?? [];
  const main = mainRelease(declared, web);
  const app = appName(top, children, main, isUmbrella, web, directory);
  const copied = dockerfile?.releases.find(({ name }) => name !== undefined);
  const release = main
    ? sure(main.name, main.at, "releases: in mix.exs")
    : copied?.name !== undefined && copied.name !== app.value
      ? likely(copied.name, copied.at, "copied into the image")
      : isUmbrella
        ? guess(app.value, "mix.exs names no release")
        : { ...app, why: app.certainty === "sure" ? "mix release names it as the application" : app.why };
  return {
    app,
    release,
    others: declared
      .filter((one) => one !== main)
      .map((one) => ({ release: sure(one.name, one.at, "releases: in mix.exs"), isWeb: one.applications.some((name) => web.includes(name)) })),
    isUmbrella,
    children: children.flatMap(({ app }) => app ?? []),
    version: top?.version ?? (main ? undefined : children.find(({ app }) => app && web.includes(app.value))?.version),
    notes: [
      ...(isUmbrella && declared.length === 0
        ? [
            {
              isProblem: true,
              ...(top && { at: { file: top.file, line: 1 } }),
              message: "an umbrella without releases: mix release refuses to build it",
              help: `add releases: [${app.value}: [applications: [${children
                .flatMap(({ app }) => app?.value ?? [])
                .map((name) => `${name}: :permanent`)
                .join(", ")}]]] to project/0`,
            },
          ]
        : []),
      ...(top?.umbrella && !isUmbrella && top.umbrella.value.startsWith("../..")
        ? [
            {
              ...(top.umbrella.at && { at: top.umbrella.at }),
              message: "this is one application of an umbrella: its configuration and releases are at the top",
              help: "run init on ../..",
            },
          ]
        : []),
      ...declared
        .filter(({ isWithoutScripts }) => isWithoutScripts)
        .map(({ name, at }) => ({
          at,
          message: `the release ${name} is made without scripts for unix: there is no bin/${name} to start`,
          help: "add :unix to include_executables_for",
        })),
    ],
  };
}

/** The release that serves HTTP, or the only one, or the first. */
function mainRelease(declared: readonly DeclaredRelease[], web: readonly string[]): DeclaredRelease | undefined {
  for (const name of web) {
    const found = declared.find(({ applications }) => applications.includes(name));
    if (found) return found;
  }
  return declared[0];
}

function appName(
  top: Mixfile | undefined,
  children: readonly Mixfile[],
  main: DeclaredRelease | undefined,
  isUmbrella: boolean,
  web: readonly string[],
  directory: string,
): Fact<string> {
  if (top?.app && OTP_NAME.test(top.app.value)) return top.app;
  const served = children.find(({ app }) => app && app.value === web[0])?.app;
  if (isUmbrella && main && top?.releases.length === 1) return sure(main.name, main.at, "releases: in mix.exs");
  if (served) return likely(served.value.replace(/_web$/, ""), served.at, "the application with the endpoint");
  const first = children[0]?.app;
  if (first) return likely(first.value, first.at, "an application of the umbrella");
  const name = directory
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "");
  return guess(name === "" ? "app" : name, "the name of the directory: mix.exs names no application");
}
