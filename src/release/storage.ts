import type { CompleteProcess } from "../spec/processes.ts";
import { claimName } from "./names.ts";
import type { Claim, Mount } from "./volumes.ts";

type Wanted = CompleteProcess["storage"][string];

/** Disks of a process, by name. */
export function storageMounts(release: string, { storage, stateful }: CompleteProcess): Mount[] {
  return Object.keys(storage)
    .sort()
    .map((name): Mount => {
      const wanted = storage[name] as Wanted;
      const { path, existingClaim, accessMode } = wanted;
      if (stateful && existingClaim === undefined) return { volume: name, source: { from: "template", template: claim(name, wanted) }, path };
      return { volume: name, source: { from: "claim", claim: existingClaim ?? claimName(release, name), isExclusive: accessMode !== "ReadWriteMany" }, path };
    });
}

/** Claims to make; a stateful process makes its own, one for each pod. */
export function claims(release: string, { storage, stateful }: CompleteProcess): Claim[] {
  if (stateful) return [];
  return Object.keys(storage)
    .sort()
    .filter((name) => storage[name]?.existingClaim === undefined)
    .map((name) => claim(claimName(release, name), storage[name] as Wanted));
}

const claim = (name: string, { size, accessMode, class: storageClass }: Wanted): Claim => ({ name, size: String(size), accessMode, class: storageClass });
