import type { EnvFromSource, EnvVar } from "kubernetes-types/core/v1.d.ts";
import type { Bundle, Variable } from "../release/environment.ts";

export function env(variable: Variable): EnvVar {
  const { name } = variable;
  if ("value" in variable) return { name, value: variable.value };
  if ("field" in variable) return { name, valueFrom: { fieldRef: { fieldPath: variable.field } } };
  const { secretName, key, optional } = variable.secret;
  return { name, valueFrom: { secretKeyRef: { name: secretName, key, ...(optional && { optional }) } } };
}

export function envFrom({ kind, name, prefix, optional }: Bundle): EnvFromSource {
  const source = { name, ...(optional && { optional }) };
  return { ...(prefix && { prefix }), ...(kind === "ConfigMap" ? { configMapRef: source } : { secretRef: source }) };
}
