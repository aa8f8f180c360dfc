import { type Quantities, type Quantity, amount } from "../spec/quantity.ts";

export interface Compute {
  readonly requests: Readonly<Record<string, string>>;
  readonly limits: Readonly<Record<string, string>>;
}

interface Asked {
  readonly requests: Readonly<Record<string, unknown>>;
  readonly limits: Readonly<Record<string, unknown>>;
}

/** The memory limit is the request unless one is given: the BEAM hands memory back late, so that room between the two is an illusion. */
export function compute({ requests, limits }: Asked): Compute {
  return {
    requests: strings(requests as Quantities),
    limits: strings({ memory: requests["memory"] as Quantity, ...(limits as Quantities) }),
  };
}

/** Cores that the scheduler reserves. */
export const cpuRequest = ({ requests }: Compute): number => amount(requests["cpu"] ?? 0);

const strings = (quantities: Quantities): Record<string, string> =>
  Object.fromEntries(
    Object.keys(quantities)
      .sort()
      .map((name) => [name, String(quantities[name])]),
  );
