import { amount, isDevice, type Quantities, type Quantity } from "../spec/quantity.ts";

export interface Compute {
  readonly requests: Readonly<Record<string, string>>;
  readonly limits: Readonly<Record<string, string>>;
}

interface Asked {
  readonly requests: Readonly<Record<string, unknown>>;
  readonly limits: Readonly<Record<string, unknown>>;
}

/** A server: a stock Phoenix release under light load. */
export const SERVER: Quantities = { cpu: "250m", memory: "512Mi" };
/** A pod that does one thing and ends. */
export const ONE_OFF: Quantities = { cpu: "100m", memory: "256Mi" };

/** The memory limit is the request unless one is given: the BEAM hands memory back late, so that room between the two is an illusion. */
export function compute(asked: Asked, defaults: Quantities): Compute {
  const limits = asked.limits as Quantities;
  const requests: Quantities = {
    ...Object.fromEntries(Object.keys(defaults).map((name) => [name, least(defaults[name] as Quantity, limits[name])])),
    ...(asked.requests as Quantities),
  };
  // What a device plugin hands out, such as a GPU, cannot be overcommitted: Kubernetes wants limit and request to be the same.
  const devices = Object.fromEntries(Object.entries(requests).filter(([name]) => isDevice(name)));
  return { requests: strings(requests), limits: strings({ memory: requests["memory"] as Quantity, ...devices, ...limits }) };
}

/** A default must not contradict a limit that somebody wrote. */
const least = (quantity: Quantity, limit: Quantity | undefined): Quantity => (limit !== undefined && amount(limit) < amount(quantity) ? limit : quantity);

/** Cores that the scheduler reserves. */
export const cpuRequest = ({ requests }: Compute): number => amount(requests["cpu"] ?? 0);

const strings = (quantities: Quantities): Record<string, string> =>
  Object.fromEntries(
    Object.keys(quantities)
      .sort()
      .map((name) => [name, String(quantities[name])]),
  );
