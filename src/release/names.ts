import { WEB } from "../spec/processes.ts";

// Every generated name derives from metadata.name, so that two releases can live in one kustomization.

export const workloadName = (release: string, process: string): string => (process === WEB ? release : `${release}-${process}`);
export const configMapName = (release: string): string => `${release}-env`;
export const clusterServiceName = (release: string): string => `${release}-cluster`;
export const migrateJobName = (release: string): string => `${release}-migrate`;
export const certificateName = (release: string): string => `${release}-tls`;
export const secretsName = (release: string): string => `${release}-secrets`;

/** OTP names have underscores where Kubernetes' have hyphens. */
export const releaseName = (name: string): string => name.replaceAll("-", "_");
