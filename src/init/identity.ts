import { type Fact, guess, likely } from "../mix/fact.ts";
import type { Project } from "../mix/project.ts";

// What the release is called, and what nobody can read in a project: its image and its host.

/** What the caller says, which counts before what is found. */
export interface Wishes {
  readonly name?: string | undefined;
  readonly image?: string | undefined;
  readonly host?: string | undefined;
}

export interface Identity {
  /** metadata.name. */
  readonly name: Fact<string>;
  readonly image: Fact<string>;
  /** Absent: nothing serves HTTP. */
  readonly host: Fact<string> | undefined;
}

/** A Kubernetes name must leave room for what is appended to it: the longest of ours is -migrate with Kustomize's hash. */
export const LONGEST = 40;

export function identity({ names, web }: Project, wishes: Wishes): Identity {
  const name = wishes.name === undefined ? derived(names.app) : given(wishes.name, "--name");
  const version = names.version?.value.replace(/[^\w.-]/g, "-").slice(0, 100);
  const tag = version !== undefined && /^\w/.test(version) ? version : "0.1.0";
  const image = wishes.image;
  return {
    name,
    image:
      image === undefined
        ? guess(`registry.example.com/${name.value}:${tag}`, "no project says where its image is", names.version?.at)
        : given(/(:[\w.-]+|@sha256:[0-9a-f]{64})$/.test(image) ? image : `${image}:${tag}`, "--image"),
    host: web.endpoint === undefined ? undefined : hostOf(wishes.host, web.host, name.value),
  };
}

function hostOf(wish: string | undefined, found: Fact<string> | undefined, name: string): Fact<string> {
  if (wish !== undefined) return given(wish, "--host");
  return found ?? guess(`${name}.example.com`, "the project takes any host");
}

const given = (value: string, option: string): Fact<string> => ({ value, certainty: "sure", why: option });

function derived(app: Fact<string>): Fact<string> {
  const value = app.value.toLowerCase().replaceAll("_", "-").replace(/-+$/, "");
  if (value.length <= LONGEST) return value === app.value ? app : { ...app, value, why: `${app.value}, written as Kubernetes wants names` };
  return likely(value.slice(0, LONGEST).replace(/-+$/, ""), app.at, "cut off: Kubernetes appends to it and allows 63 characters");
}

/** The host of an environment: shop.example.com -> shop.dev.example.com, acme.io -> dev.acme.io. */
export function hostIn(environment: string, host: string): string {
  const [first = "", ...rest] = host.split(".");
  return rest.length >= 2 ? [first, environment, ...rest].join(".") : `${environment}.${host}`;
}

export interface ImageParts {
  readonly name: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

export function imageParts(image: string): ImageParts {
  const [tagged = "", digest] = image.split("@");
  const [, name = tagged, tag] = /^(.*?)(?::([\w][\w.-]*))?$/.exec(tagged) ?? [];
  return { name, tag, digest };
}
