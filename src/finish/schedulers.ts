import { schedulersFor } from "../release/beam.ts";
import { amount } from "../spec/quantity.ts";
import type { Check } from "./overlay.ts";

/** The number of schedulers follows the CPU request of the spec: a patch on the request leaves it behind. */
export const schedulers: Check = (overlay) =>
  overlay.workloads.flatMap(({ label, template, process }) => {
    if (!process?.schedulers.isAutomatic) return [];
    const container = template.spec?.containers?.find(({ name }) => name === process.name);
    const flags = container?.env?.find(({ name }) => name === "ERL_ZFLAGS")?.value;
    const { requests = {}, limits = {} } = container?.resources ?? {};
    const cores = amount(requests["cpu"] ?? limits["cpu"] ?? 0);
    const wanted = limits["cpu"] === undefined ? schedulersFor(cores) : undefined;
    if (typeof flags !== "string" || wanted === process.schedulers.count) return [];
    const said = process.schedulers.count === undefined ? "leaves their number to the CPU limit" : `starts ${process.schedulers.count}`;
    return [
      {
        code: "PHX309",
        object: label,
        message: `its CPU ${limits["cpu"] === undefined ? `request is ${requests["cpu"]}, which asks for ${wanted} schedulers` : `limit is ${limits["cpu"]}, which the VM would follow by itself`}, but ERL_ZFLAGS ${said}`,
        help: "set the CPU under resources in the spec instead of a patch: the flags follow it there",
      } as const,
    ];
  });
