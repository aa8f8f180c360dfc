import type { Spec } from "./schema.ts";

type Version = Spec["kubernetesVersion"];

const minor = (version: Version): number => Number(version.split(".")[1]);

/** Init containers that go on running, and end after all others. */
export const hasNativeSidecars = (version: Version): boolean => minor(version) >= 29;

/** The kubelet sleeps before SIGTERM by itself; before, the image's sleep must. */
export const hasNativeSleep = (version: Version): boolean => minor(version) >= 30;
