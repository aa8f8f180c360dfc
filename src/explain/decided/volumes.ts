import type { Claim, VolumeSource } from "../../release/volumes.ts";
import { type Decision, ofProcess, perProcess, runners } from "../decision.ts";

const claimText = ({ name, size, accessMode, class: storageClass }: Claim): string =>
  `${name}, ${size}, ${accessMode}${storageClass === undefined ? "" : `, class ${storageClass}`}`;

function sourceText(source: VolumeSource): string {
  if (source.from === "nothing") return "an empty directory that ends with the pod";
  if (source.from === "claim") return `PersistentVolumeClaim ${source.claim}${source.isExclusive ? ", by one node at a time" : ""}`;
  if (source.from === "template") return `a disk of each pod: ${claimText(source.template)}`;
  const kind = source.from === "secret" ? "Secret" : "ConfigMap";
  return `${kind} ${source.object}${source.mode === undefined ? "" : `, mode 0${source.mode.toString(8)} (${source.mode})`}`;
}

export const volumes: readonly Decision[] = [
  {
    fields: ["files", "writablePaths", "security.readOnlyRoot", "processes.<name>.storage"],
    tell: ({ release }) =>
      runners(release).flatMap(({ object, container, entry }) =>
        container.mounts.map(({ volume, source, path, file }) => ({
          what: path,
          of: object,
          value: `${sourceText(source)}${file === undefined ? "" : `, key ${file}`}; volume ${volume}`,
          entry,
        })),
      ),
  },
  {
    fields: ["files"],
    tell: ({ release: { files } }) =>
      files ? [{ what: "ConfigMap with the contents of files", value: `${files.name}: ${Object.keys(files.data).join(", ")}` }] : [],
  },
  {
    fields: ["processes.<name>.storage"],
    tell: perProcess((process) => process.claims.map((claim) => ({ what: `PersistentVolumeClaim of ${ofProcess(process)}`, value: claimText(claim) }))),
  },
];
