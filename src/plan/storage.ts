import type { Objects, Workload } from "../finish/overlay.ts";
import type { KubernetesObject } from "../source/item.ts";
import type { Quantity } from "../spec/quantity.ts";
import { parsed, printed } from "./amounts.ts";
import { computed, type Figure, given, unknown } from "./figure.ts";
import type { Range } from "./workloads.ts";

/** A disk, or one for each pod of a StatefulSet. */
export interface Disk {
  readonly name: string;
  readonly size: Figure;
  readonly least: Figure;
  readonly most: Figure;
}

interface Claim {
  readonly resources?: { readonly requests?: Readonly<Record<string, Quantity>> };
}
interface Templates {
  readonly volumeClaimTemplates?: readonly { readonly metadata?: { readonly name?: string }; readonly spec?: Claim }[];
}

const STORAGE = "storage";

export function disksOf(objects: Objects, scaled: readonly { readonly workload: Workload; readonly range: Range }[]): Disk[] {
  const claims = objects.objects("PersistentVolumeClaim").map(({ metadata, spec }: KubernetesObject): Disk => {
    const size = sizeOf(spec as Claim | undefined);
    return { name: metadata?.name ?? "", size, least: size, most: size };
  });
  const templates = scaled.flatMap(({ workload: { object }, range }) =>
    ((object.spec as Templates | undefined)?.volumeClaimTemplates ?? []).map(({ metadata, spec }): Disk => {
      const size = sizeOf(spec);
      return { name: `${metadata?.name} of each ${object.metadata?.name}`, size, least: times(size, range.least), most: times(size, range.most) };
    }),
  );
  return [...claims, ...templates];
}

function sizeOf(claim: Claim | undefined): Figure {
  const size = claim?.resources?.requests?.[STORAGE];
  if (size === undefined) return unknown("the claim does not say how much");
  const units = parsed(STORAGE, size);
  return units === undefined ? unknown(`${JSON.stringify(size)} is no quantity`) : given(printed(STORAGE, units), "resources.requests.storage");
}

function times(size: Figure, pods: number): Figure {
  const units = size.value === undefined ? undefined : parsed(STORAGE, size.value);
  return units === undefined ? size : computed(printed(STORAGE, units * pods), `${pods} x ${size.value}`);
}
