import { amount, type Quantity } from "../spec/quantity.ts";

// Sums of quantities are exact, as Kubernetes' are: CPU in millicores, everything else in whole units. A part of one counts as one.

const MILLI = 1000;
/** Of a core, below what the scheduler tells apart. Takes away what the arithmetic of fractions leaves. */
const EXACT = 1e6;

const unitsOf = (name: string): number => (name === "cpu" ? MILLI : 1);

const QUANTITY = /^\+?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+|[numkMGTPE]|[KMGTPE]i)?$/;

/** Undefined where Kubernetes would not take it either. */
export function parsed(name: string, quantity: Quantity): number | undefined {
  if (!QUANTITY.test(String(quantity))) return undefined;
  const units = Math.ceil(Math.round(amount(String(quantity).replace("+", "")) * unitsOf(name) * EXACT) / EXACT);
  return Number.isFinite(units) ? units : undefined;
}

const BINARY = ["Ei", "Pi", "Ti", "Gi", "Mi", "Ki"];
const DECIMAL = ["E", "P", "T", "G", "M", "k"];

/** As Kubernetes prints it: in the largest unit that needs no fraction. */
export function printed(name: string, units: number): string {
  if (name === "cpu") return units % MILLI === 0 ? String(units / MILLI) : `${units}m`;
  return suffixed(units, BINARY, 1024) ?? suffixed(units, DECIMAL, 1000) ?? String(units);
}

function suffixed(units: number, suffixes: readonly string[], base: number): string | undefined {
  if (units === 0) return undefined;
  const index = suffixes.findIndex((_, at) => units % base ** (suffixes.length - at) === 0);
  return index < 0 ? undefined : `${units / base ** (suffixes.length - index)}${suffixes[index]}`;
}

/** CPU and memory first, then what else there is, by name. */
export const inOrder = (names: Iterable<string>): string[] => [...new Set(names)].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));

const rank = (name: string): number => ["cpu", "memory"].indexOf(name) + 1 || 3;
