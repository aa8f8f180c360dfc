import type { Workload } from "./build.ts";
import type { Port } from "./model.ts";
import { fields, list, text } from "./read.ts";

export interface ContainerPort {
  readonly name: string | undefined;
  readonly number: string;
  readonly protocol: string;
}

export const containerPorts = ({ containers }: Workload): ContainerPort[] =>
  containers
    .flatMap((container) => list(container["ports"]).map(fields))
    .flatMap((port) => {
      const number = text(port["containerPort"]);
      return number === undefined ? [] : [{ name: text(port["name"]), number, protocol: text(port["protocol"]) ?? "TCP" }];
    });

export const portKey = (number: string, protocol: string): string => `${number}/${protocol}`;

export const asPort = ({ name, number, protocol }: ContainerPort): Port => ({
  key: portKey(number, protocol),
  text: [name, number, protocol === "TCP" ? undefined : protocol].filter((part) => part !== undefined).join(" "),
});

/** The port that a name or number of a Service, monitor or policy means in these pods. A number need not be declared. */
export function targetOf(workload: Workload, port: string, protocol = "TCP"): ContainerPort | undefined {
  const declared = containerPorts(workload).filter((one) => one.protocol === protocol);
  const found = declared.find(({ name, number }) => name === port || number === port);
  return found ?? (/^\d+$/.test(port) ? { name: undefined, number: port, protocol } : undefined);
}
