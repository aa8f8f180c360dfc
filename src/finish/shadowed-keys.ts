import { type Check, type Container, containersOf, type Overlay } from "./overlay.ts";

/** A variable of the container wins over the same key of a ConfigMap or Secret: who wrote the key would wonder why nothing changes. */
export const shadowedKeys: Check = (overlay) =>
  overlay.workloads.flatMap(({ label, template }) =>
    containersOf(template).flatMap((container) =>
      bundles(container).flatMap(({ kind, name, prefix }) =>
        keys(overlay, kind, name)
          .filter((key) => !isOverridden(overlay, kind, name, key))
          .filter((key) => container.env?.some((variable) => variable.name === prefix + key && !isSame(variable, kind, name, key)))
          .map(
            (key) =>
              ({
                code: "PHX308",
                object: label,
                message: `the key ${key} of the ${kind} ${name} has no effect: container ${container.name} sets ${prefix}${key} itself`,
                help: `delete the key, or set the value in the spec`,
              }) as const,
          ),
      ),
    ),
  );

/** A process's own value wins over the spec's, and the spec has said so. */
function isOverridden({ release: { settings } }: Overlay, kind: Bundle["kind"], name: string, key: string): boolean {
  return kind === "ConfigMap" && settings?.name === name && Object.hasOwn(settings.data, key);
}

interface Bundle {
  readonly kind: "ConfigMap" | "Secret";
  readonly name: string;
  readonly prefix: string;
}

function bundles({ envFrom = [] }: Container): Bundle[] {
  return envFrom.flatMap(({ prefix = "", configMapRef, secretRef }): Bundle[] => [
    ...(configMapRef?.name === undefined ? [] : [{ kind: "ConfigMap", name: configMapRef.name, prefix } as const]),
    ...(secretRef?.name === undefined ? [] : [{ kind: "Secret", name: secretRef.name, prefix } as const]),
  ]);
}

function keys(overlay: Overlay, kind: string, name: string): string[] {
  const { data, stringData } = overlay.find(kind, name) ?? {};
  return [data, stringData].flatMap((map) => Object.keys(map ?? {})).sort();
}

function isSame({ valueFrom }: NonNullable<Container["env"]>[number], kind: Bundle["kind"], name: string, key: string): boolean {
  const source = kind === "Secret" ? valueFrom?.secretKeyRef : valueFrom?.configMapKeyRef;
  return source?.name === name && source.key === key;
}
