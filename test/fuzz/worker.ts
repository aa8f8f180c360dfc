import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { examine, type Failure, kindOf, shrunk } from "./examine.ts";

// A thread of its own, so that one that hangs or takes all memory can be ended, and its input told.

/** Indexes that a worker works on, one after the other. */
export interface Slice {
  readonly seed: number;
  readonly from: number;
  readonly to: number;
  /** Two numbers: the index it is at, and how many inputs were accepted. */
  readonly progress: SharedArrayBuffer;
  /** Kinds of failures that are known: further ones are counted only. */
  readonly known: readonly string[];
}

export interface Told {
  readonly kind: string;
  /** Absent: it is of a known kind. */
  readonly failure?: Failure;
}

/** After this many inputs all code is compiled and all caches are filled. */
const WARM = 500;
/** What a slice may keep beyond that. */
const MAX_GROWTH = 48 * 1024 * 1024;

if (!isMainThread) work(workerData as Slice);

function work({ seed, from, to, progress, known }: Slice): void {
  const at = new Int32Array(progress);
  const kinds = new Set(known);
  let before: number | undefined;
  for (let index = from; index < to; index++) {
    Atomics.store(at, 0, index);
    const { isAccepted, failure } = examine(seed, index);
    if (isAccepted) Atomics.add(at, 1, 1);
    if (failure) tell(failure, kinds);
    if (index === from + WARM) before = heap();
  }
  const growth = before === undefined ? 0 : heap() - before;
  if (growth > MAX_GROWTH)
    tell({ seed, index: from, way: "all", rule: "nothing is kept", problems: [`${growth} bytes more after ${to - from} inputs`], parts: {} }, kinds);
  Atomics.store(at, 0, to);
}

function tell(failure: Failure, kinds: Set<string>): void {
  const kind = `${failure.way}: ${kindOf(failure)}`;
  const told: Told = kinds.has(kind) ? { kind } : { kind, failure: Object.keys(failure.parts).length > 0 ? shrunk(failure) : failure };
  kinds.add(kind);
  parentPort?.postMessage(told);
}

/** Bytes in use after a collection. */
function heap(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  return process.memoryUsage().heapUsed;
}
