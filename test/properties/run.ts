import { generate } from "../../src/generate.ts";
import { blockStream, jsonStream } from "../../src/output/yaml.ts";
import { InvalidInput, isWarning, type Problem } from "../../src/source/problem.ts";
import { type Output, reversed, sorted } from "./look.ts";
import { properties } from "./properties.ts";
import { Random } from "./random.ts";
import { smallest } from "./shrink.ts";
import { fieldsIn, repaired, someDocument } from "./specs.ts";

/** What the generator says to a document. */
type Answer = { readonly output: Output } | { readonly refused: readonly Problem[] } | { readonly crash: string };

function ask(document: unknown): Answer {
  try {
    const { resources } = generate(structuredClone(document));
    return { output: { document: document as Output["document"], resources, text: blockStream(resources) + jsonStream(resources) } };
  } catch (error) {
    if (error instanceof InvalidInput) return { refused: error.problems };
    return { crash: (error as Error).stack ?? String(error) };
  }
}

/** What is wrong; nothing when the promise is kept. */
type Promised = (document: unknown, answer: Answer) => string[];

const ofOutput = Object.entries(properties).map(([name, property]): [string, Promised] => [
  name,
  (_, answer) => ("output" in answer ? property(answer.output) : []),
]);

export const promises: Readonly<Record<string, Promised>> = {
  "a spec is accepted, or refused with problems": (_, answer) => {
    if ("crash" in answer) return [answer.crash];
    return "refused" in answer && answer.refused.every(isWarning) ? ["refused without a reason"] : [];
  },
  "the same spec gives the same bytes": (document, answer) => (printed(ask(document)) === printed(answer) ? [] : ["other bytes"]),
  "the order of keys does not matter": (document, answer) => (inAnyOrder(ask(reversed(document))) === inAnyOrder(answer) ? [] : ["something else"]),
  ...Object.fromEntries(ofOutput),
};

/** A crash has a stack, which differs. */
function printed(answer: Answer): string {
  if ("crash" in answer) return "";
  return "output" in answer ? answer.output.text : JSON.stringify(answer.refused);
}

/** Without the words of a refusal: of two names that are as near, the first is suggested. */
function inAnyOrder(answer: Answer): string {
  if ("output" in answer) return JSON.stringify(sorted(answer.output.resources));
  return "crash" in answer ? "a crash" : JSON.stringify(answer.refused.map(({ code, path }) => JSON.stringify([code, path])).sort());
}

/** A document for which a promise is broken. */
interface Failure {
  readonly document: unknown;
  readonly problems: readonly string[];
}

interface Run {
  readonly accepted: number;
  /** Codes, and how often; those of specs that were accepted after a repair too. */
  readonly refusals: ReadonlyMap<string, number>;
  /** Fields of the schema that accepted specs had. */
  readonly fields: ReadonlySet<string>;
  /** By promise, the first document that breaks it, as small as it can be. */
  readonly failures: ReadonlyMap<string, Failure>;
}

/** A refused spec is repaired, and asked about again, this often. */
const REPAIRS = 12;

export function run(count: number, seed: number): Run {
  const refusals = new Map<string, number>();
  const fields = new Set<string>();
  const failures = new Map<string, Failure>();
  let accepted = 0;
  for (let index = 0; index < count; index++) {
    // A seed for each spec: it comes again without those before it.
    const random = new Random(seed * 1_000_003 + index);
    let document = someDocument(random);
    for (let attempt = 0; attempt <= REPAIRS; attempt++) {
      const answer = ask(document);
      for (const [promise, promised] of Object.entries(promises)) {
        if (!failures.has(promise) && promised(document, answer).length > 0) failures.set(promise, shrunk(document, promised));
      }
      if ("output" in answer) {
        accepted++;
        for (const field of fieldsIn(document)) fields.add(field);
      }
      if (!("refused" in answer)) break;
      for (const { code } of answer.refused) refusals.set(code, (refusals.get(code) ?? 0) + 1);
      document = repaired(document, answer.refused, random);
    }
  }
  return { accepted, refusals, fields, failures };
}

function shrunk(document: unknown, promised: Promised): Failure {
  const small = smallest(document, (smaller) => promised(smaller, ask(smaller)).length > 0);
  return { document: small, problems: promised(small, ask(small)) };
}
