/** The machine's own end of the network of the pods: gateway, name server and database. */
export const GATEWAY = "10.77.0.1";

/** So that it reaches the pods over IPv6 too. */
export const GATEWAY_IPV6 = "fd77::1";

/** Both addresses of a pod, of which the first is its only one where the cluster is of that family. */
export const addressesOf = (number: number): { readonly IPv4: string; readonly IPv6: string } => ({
  IPv4: `10.77.0.${FIRST + number}`,
  IPv6: `fd77::${(FIRST + number).toString(16)}`,
});

/** The first addresses are the machine's own. */
const FIRST = 10;

/** As ip wants them. */
export const withPrefix = (address: string): string => `${address}/${address.includes(":") ? 64 : 24}`;
