/** A Kubernetes quantity: 250m, 2, 0.5, 512Mi, 1e3. */
export type Quantity = string | number;
export type Quantities = Readonly<Record<string, Quantity>>;

const factors: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** In cores or bytes. */
export function amount(quantity: Quantity): number {
  const [, digits = "", power = "", suffix = ""] = /^([0-9.]+)([eE][-+]?[0-9]+)?(.*)$/.exec(String(quantity)) ?? [];
  return Number(digits + power) * (factors[suffix] ?? Number.NaN);
}

/** A resource with a domain, such as nvidia.com/gpu. */
export const isDevice = (name: string): boolean => name.includes("/");
