import type { Dockerfile } from "./dockerfile.ts";
import { type Fact, guess, likely, type Note, sure } from "./fact.ts";
import type { Mixfile } from "./mixfile.ts";
import { OTP_NAME, type Releases } from "./releases.ts";

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
  /** Whether the image has it too. */
  readonly isHeld: boolean;
}

/**
 * @param web applications with an endpoint
 * @param directory the project's own name, where nothing else says one
 */
export function readNames(
  mixfiles: readonly Mixfile[],
  releases: Releases,
  web: readonly string[],
  dockerfile: Dockerfile | undefined,
  directory: string,
): Names {
  const { declared, main } = releases;
  const top = mixfiles.find(({ directory }) => directory === "");
  const children = mixfiles.filter(({ directory }) => directory !== "");
  const isUmbrella = top?.appsPath !== undefined || (children.length > 0 && top?.app === undefined);
  const app = appName(top, children, releases, isUmbrella, web, directory);
  const copied = dockerfile?.releases.find(({ name }) => name !== undefined);
  const release = main
    ? declared.length === 1 || releases.because !== undefined
      ? sure(main.name, main.at, releases.because ?? "releases: in mix.exs")
      : likely(main.name, main.at, "of several releases the first that serves HTTP")
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
      .map((one) => ({
        release: sure(one.name, one.at, "releases: in mix.exs"),
        isWeb: one.applications.some((name) => web.includes(name)),
        isHeld: releases.isHeld(one.name),
      })),
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

function appName(
  top: Mixfile | undefined,
  children: readonly Mixfile[],
  { main, because }: Releases,
  isUmbrella: boolean,
  web: readonly string[],
  directory: string,
): Fact<string> {
  if (top?.app && OTP_NAME.test(top.app.value)) return top.app;
  const served = children.find(({ app }) => app && app.value === web[0])?.app;
  if (isUmbrella && main && top?.releases.length === 1) return sure(main.name, main.at, "releases: in mix.exs");
  if (isUmbrella && main && because !== undefined) return likely(main.name.replace(/_web$/, ""), main.at, because);
  if (served) return likely(served.value.replace(/_web$/, ""), served.at, "the application with the endpoint");
  const first = children[0]?.app;
  if (first) return likely(first.value, first.at, "an application of the umbrella");
  const name = directory
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "");
  return guess(name === "" ? "app" : name, "the name of the directory: mix.exs names no application");
}
