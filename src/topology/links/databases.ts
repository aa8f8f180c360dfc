import { type Build, idOf, type Workload } from "../build.ts";
import type { Addition, Link, LinksOf } from "../model.ts";
import { hostOf } from "../url.ts";
import { sourceOf, type Variable, variablesOf } from "../variables.ts";
import { serviceAt } from "./calls.ts";

/** Databases outside of the build, known from the variables with which Ecto is configured. One that is a Service here is a call like others. */
export const databases: LinksOf = (build) => {
  const found = build.workloads.flatMap((workload) => {
    const variables = variablesOf(build, workload);
    const urls = variables.filter(isUrl);
    return (urls.length > 0 ? urls : variables.filter(({ name }) => HOST.test(name))).flatMap((variable) => database(build, workload, variable));
  });
  return { nodes: found.map(({ node }) => node), links: found.map(({ link }) => link) };
};

const SCHEMES = ["ecto", "postgres", "postgresql", "mysql", "mariadb", "mssql", "sqlserver", "tds", "mongodb", "mongodb+srv", "clickhouse"];
const HOST = /^(?:(?:\w+_)?(?:DATABASE|DB|POSTGRES|POSTGRESQL|MYSQL|MSSQL)_HOST|PGHOST)$/;

const isUrl = ({ name, value }: Variable): boolean =>
  /(?:^|_)(?:DATABASE|DB|POSTGRES|ECTO)_UR[IL]$/.test(name) || SCHEMES.includes(hostOf(name, value)?.scheme ?? "");

function database(build: Build, workload: Workload, { name, value }: Variable): { node: Addition; link: Link }[] {
  const host = hostOf(name, value)?.host ?? (sourceOf(value) === undefined ? undefined : value);
  if (host === undefined) return [];
  const source = sourceOf(host);
  if (source === undefined && serviceAt(build, workload.namespace, host)) return [];
  const id = idOf("Database", source === undefined ? "" : workload.namespace, source ?? host);
  const details = source === undefined ? [] : [`its address: ${source}`];
  return [
    {
      node: { id, kind: "Database", name: source === undefined ? host : "Database", namespace: "", column: "data", origin: "outside", details },
      link: { kind: "traffic", from: workload.id, to: id, label: name, why: `${name} in ${workload.kind} ${workload.name}${source ? `, from ${source}` : ""}` },
    },
  ];
}
