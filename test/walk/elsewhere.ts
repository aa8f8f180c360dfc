import { cpSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

// Programs of a walk that need another machine, the network or a person: calls that they know do nothing, others fail.

const known: Readonly<Record<string, RegExp>> = {
  minikube: /^(start( --cni calico)?|addons enable (ingress|metrics-server)|image load \S+|ip|tunnel|stop|delete)$/,
  docker: /^build (-t \S+|--tag \S+) \.{1,2}$/,
  mix: /^(phx\.new \w+|phx\.gen\.release --docker|phx\.gen\.secret|deps\.get)$/,
  curl: /^(--\w[-\w]*( \S+)? )*https?:\/\/\S+$/,
  sudo: /^tee -a \/etc\/hosts$/,
  helm: /^(list( -n \S+)?|get (manifest|values) \S+( -n \S+)?( --all)?)$/,
  git: /^(init|add .+|commit .+|push|revert .+|diff .*)$/,
  flux: /^(reconcile kustomization \S+( --with-source)?|get kustomizations?( \S+)?|suspend kustomization \S+|resume kustomization \S+)$/,
  argocd: /^app (create|sync|get|diff|set) .*$/,
};

const [, file = "", ...args] = process.argv;
const program = process.env["WALK_PROGRAM"] ?? basename(file);
const call = args.join(" ");
if (!known[program]?.test(call)) {
  console.error(`not a call that is known of ${program}: ${call}`);
  process.exit(1);
}
const made = (project: string, directory: string): void => cpSync(join(process.env["WALK_PROJECTS"] as string, project), directory, { recursive: true });
const [, project] = /^phx\.new (\w+)$/.exec(call) ?? [];
if (project !== undefined) made(project, project);
if (call === "phx.gen.release --docker") made("shop-release", ".");
if (call === "phx.gen.secret") console.log("x".repeat(64));
// What pipes into it must not find the pipe closed.
if (program === "sudo") readFileSync(0);
if (program === "minikube" && call === "ip") console.log("192.168.49.2");
