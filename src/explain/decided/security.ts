import type { Security } from "../../release/security.ts";
import { assigned, type Decision, listed, ofProcess, perProcess, runners } from "../decision.ts";

function words({ nonRoot, user, group, confined, dropCapabilities, readOnlyRoot }: Security): string {
  const id = (name: string, number: number | undefined): string => `${name} ${number ?? "of the image"}`;
  return listed([
    id("user", user),
    id("group", group),
    nonRoot ? "never root" : "root allowed",
    ...(confined ? ["no privilege escalation", "default seccomp profile"] : []),
    ...(dropCapabilities ? ["no capabilities"] : []),
    readOnlyRoot ? "image read-only" : "image writable",
  ]);
}

export const security: readonly Decision[] = [
  {
    fields: ["security"],
    tell: ({ release }) => [
      ...runners(release).map(({ object, container, entry }) => ({ what: "security", of: object, value: words(container.security), entry })),
      { what: "security of the pods of Jobs and CronJobs", value: words(release.oneOffs.security) },
    ],
  },
  {
    fields: ["security.group", "files"],
    tell: ({ release: { oneOffs } }) => [
      { what: "fsGroup of the pods of Jobs and CronJobs", value: oneOffs.volumeGroup === undefined ? "none" : String(oneOffs.volumeGroup) },
    ],
  },
  {
    fields: ["security.group", "files", "processes.<name>.storage"],
    tell: perProcess((process) => ({
      what: "fsGroup",
      of: ofProcess(process),
      value: process.volumeGroup === undefined ? "none" : String(process.volumeGroup),
      why: "it owns volumes that the release writes to, and files that others may not read",
    })),
  },
  {
    fields: ["serviceAccount", "cluster.discovery", "cluster.lookup"],
    tell: ({ release: { account } }) => [
      { what: "ServiceAccount", value: account.name },
      { what: "annotations of the ServiceAccount", value: assigned(account.annotations) },
      {
        what: "rules of its Role",
        value: listed(
          account.rules.map(
            ({ apiGroups, verbs, resources, resourceNames }) =>
              `${verbs.join("/")} ${apiGroups.map((group) => (group === "" ? "" : `${group} `)).join("")}${resources.join("/")}${resourceNames.length > 0 ? ` named ${resourceNames.join("/")}` : ""}`,
          ),
        ),
      },
      {
        what: "who gets a token",
        value: listed(
          Object.entries(account.token)
            .filter(([, gets]) => gets)
            .map(([who]) => who),
        ),
        why: "serviceAccount.token; else servers and CronJobs with rules, and clustered processes that ask the API",
      },
    ],
  },
];
