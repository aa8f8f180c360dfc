import type { Problem } from "../source/problem.ts";
import { containersOf, type Objects } from "./overlay.ts";

/** Plug refuses to sign sessions with less; it says so at the first request only. */
const MIN_BYTES = 64;

/**
 * The value itself is never shown.
 * @param name of the variable that the image reads the key from
 */
export function shortSecret(objects: Objects, name: string): Problem[] {
  const used = objects.workloads.flatMap(({ template }) => containersOf(template).flatMap(({ env = [] }) => env.filter((variable) => variable.name === name)));
  const references = new Map(
    used.flatMap(({ valueFrom }) =>
      valueFrom?.secretKeyRef ? [[`${valueFrom.secretKeyRef.name}/${valueFrom.secretKeyRef.key}`, valueFrom.secretKeyRef]] : [],
    ),
  );
  return [...references.values()].flatMap(({ name: secretName = "", key = "" }) => {
    const secret = objects.find("Secret", secretName);
    const bytes = secret && length(secret, key);
    if (bytes === undefined || bytes >= MIN_BYTES) return [];
    return [
      {
        code: "PHX313",
        object: `Secret/${secretName}`,
        message: `${key} has ${bytes} bytes, and Plug refuses a session key of less than ${MIN_BYTES}: each request with a session would fail`,
        help: "mix phx.gen.secret prints one that is long enough",
      } as const,
    ];
  });
}

function length(secret: { readonly [field: string]: unknown }, key: string): number | undefined {
  const { data = {}, stringData = {} } = secret as { data?: Record<string, string>; stringData?: Record<string, string> };
  if (Object.hasOwn(stringData, key)) return Buffer.byteLength(stringData[key] as string);
  return Object.hasOwn(data, key) ? Buffer.from(data[key] as string, "base64").length : undefined;
}
