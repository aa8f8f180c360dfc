import { WEB } from "../spec/processes.ts";

// Every generated name derives from metadata.name, so that two releases can live in one kustomization.

export const workloadName = (release: string, process: string): string => (process === WEB ? release : `${release}-${process}`);
export const configMapName = (release: string): string => `${release}-env`;
export const clusterServiceName = (release: string): string => `${release}-cluster`;
export const migrateJobName = (release: string): string => `${release}-migrate`;
export const seedJobName = (release: string): string => `${release}-seed`;
export const cronJobName = (release: string, cron: string): string => `${release}-${cron}`;
export const claimName = (release: string, storage: string): string => `${release}-${storage}`;
export const filesName = (release: string): string => `${release}-files`;
/** Headless Service of a stateful process that is not clustered. */
export const podsServiceName = (workload: string): string => `${workload}-pods`;
export const portServiceName = (workload: string, port: string): string => `${workload}-${port}`;
/** An edge may need several HTTPRoutes; the first has the name of the release. */
export const routeName = (release: string, index: number): string => (index === 0 ? release : `${release}-${index + 1}`);
export const certificateName = (release: string): string => `${release}-tls`;
export const secretsName = (release: string): string => `${release}-secrets`;

/** OTP names have underscores where Kubernetes' have hyphens. */
export const releaseName = (name: string): string => name.replaceAll("-", "_");
