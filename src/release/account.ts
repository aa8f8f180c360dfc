import type { Spec } from "../spec/schema.ts";

export interface Account {
  readonly name: string;
  readonly annotations: Readonly<Record<string, string>>;
  readonly token: boolean;
}

export const account = (name: string, { serviceAccount }: Spec): Account => ({ ...serviceAccount, name: serviceAccount.name ?? name });
