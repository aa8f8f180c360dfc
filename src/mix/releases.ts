import type { Dockerfile } from "./dockerfile.ts";
import type { DeclaredRelease, Mixfile } from "./mixfile.ts";

// Of several releases the one that this project's image is of, and which applications it has.

export interface Releases {
  readonly declared: readonly DeclaredRelease[];
  /** Absent: mix.exs declares none. */
  readonly main: DeclaredRelease | undefined;
  /** What says which of several it is; absent: nothing does. */
  readonly because: string | undefined;
  /** Whether the image has a release. */
  readonly isHeld: (release: string) => boolean;
  /** Whether an application is in the main release. */
  readonly isServed: (app: string) => boolean;
  /** Whether it is in any release of the image. */
  readonly isInImage: (app: string) => boolean;
}

/** As Erlang takes it for an application, and Mix for a release. */
export const OTP_NAME = /^[A-Za-z][A-Za-z0-9_]*$/;

/** @param web applications with an endpoint */
export function readReleases(mixfiles: readonly Mixfile[], web: readonly string[], dockerfile: Dockerfile | undefined): Releases {
  const top = mixfiles.find(({ directory }) => directory === "");
  const declared = top?.releases.filter(({ name }) => OTP_NAME.test(name)) ?? [];
  const called = (name: string | undefined): DeclaredRelease | undefined => declared.find((one) => one.name === name);
  const [started] = startedIn(dockerfile).flatMap((name) => called(name) ?? []);
  const [copied] = (dockerfile?.releases ?? []).flatMap(({ name }) => called(name) ?? []);
  const preferred = called(top?.defaultRelease?.value);
  const main = started ?? copied ?? preferred ?? serving(declared, web);
  const isHeld = (release: string): boolean =>
    release === main?.name || startedIn(dockerfile).includes(release) || (dockerfile?.releases ?? []).some(({ name, isAll }) => isAll || name === release);
  const within = (releases: readonly DeclaredRelease[]) => {
    const known = new Set(releases.flatMap((release) => [...applicationsOf(release, mixfiles)]));
    const isOpen = releases.length === 0 || releases.some(({ applications }) => applications.length === 0);
    const children = new Set(mixfiles.flatMap(({ directory, app }) => (directory !== "" && app ? [app.value] : [])));
    return (app: string): boolean => isOpen || known.has(app) || !children.has(app);
  };
  return {
    declared,
    main,
    because: declared.length < 2 ? undefined : started || copied ? "the release that the image has" : preferred && "default_release in mix.exs",
    isHeld,
    isServed: within(main ? [main] : []),
    isInImage: within(declared.filter(({ name }) => isHeld(name))),
  };
}

/** Names of what ENTRYPOINT and CMD start: /app/bin/shop. */
const startedIn = (dockerfile: Dockerfile | undefined): string[] =>
  [dockerfile?.entrypoint, dockerfile?.cmd].flatMap((start) => start?.words ?? []).flatMap((word) => /(?:^|\/)bin\/([A-Za-z]\w*)$/.exec(word)?.[1] ?? []);

/** The release that serves HTTP, or the only one, or the first. */
function serving(declared: readonly DeclaredRelease[], web: readonly string[]): DeclaredRelease | undefined {
  for (const name of web) {
    const found = declared.find(({ applications }) => applications.includes(name));
    if (found) return found;
  }
  return declared[0];
}

/** Those that it lists, and what these need of the umbrella. */
function applicationsOf({ applications }: DeclaredRelease, mixfiles: readonly Mixfile[]): ReadonlySet<string> {
  const found = new Set(applications);
  // A set that grows is walked to its end.
  for (const name of found) {
    const mixfile = mixfiles.find(({ app }) => app?.value === name);
    for (const dependency of mixfile?.dependencies ?? []) if (mixfiles.some(({ app }) => app?.value === dependency.name)) found.add(dependency.name);
  }
  return found;
}
