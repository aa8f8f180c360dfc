// Only what leads to a host: nothing of a URL is shown but that, for it may hold a password.

export interface Address {
  readonly scheme: string | undefined;
  readonly host: string;
  readonly port: string | undefined;
}

/** After the last @, since passwords are not always encoded as they should be. */
const URL = /^([a-z][a-z0-9+.-]*):\/\/(?:[^/]*@)?([^\s/?#:@]+)(?::(\d+))?(?:[/?#](?!.*@)|$)/i;
const BARE = /^([a-z0-9]([a-z0-9.-]*[a-z0-9])?)(?::(\d+))?$/i;
/** Of other variables a bare word is a name of anything. */
const NAMES_A_HOST = /(?:^|_)(?:HOST|HOSTNAME|ADDR|ADDRESS|SERVER|ENDPOINT)$|^PGHOST$/;

export function hostOf(variable: string, value: string): Address | undefined {
  const [, scheme, host, port] = URL.exec(value) ?? [];
  if (scheme !== undefined && host !== undefined) return { scheme: scheme.toLowerCase(), host, port };
  const [, bare, , barePort] = NAMES_A_HOST.test(variable) ? (BARE.exec(value) ?? []) : [];
  return bare === undefined ? undefined : { scheme: undefined, host: bare, port: barePort };
}
