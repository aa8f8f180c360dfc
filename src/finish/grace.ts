import type { Check } from "./overlay.ts";

const KUBERNETES_DEFAULT = 30;

export const grace: Check = (overlay) =>
  overlay.workloads.flatMap(({ label, template, process }) => {
    const seconds = template.spec?.terminationGracePeriodSeconds ?? KUBERNETES_DEFAULT;
    if (!process || seconds >= process.drain.graceSeconds) return [];
    return [
      {
        code: "PHX304",
        object: label,
        message: `terminationGracePeriodSeconds is ${seconds}, but a graceful stop takes ${process.drain.sum}: the rest would be cut off`,
        help: "delete the patch, or lower the parts under drain in the spec",
      } as const,
    ];
  });
