import type { Dockerfile } from "./dockerfile.ts";
import { type Note, problem } from "./fact.ts";
import type { Project } from "./project.ts";

// What no manifest can mend: the project must change, in a line that we can name.

export const troubles = (project: Project): Note[] => [...image(project), ...configuration(project), ...discovery(project)];

function image({ dockerfile, names, distillery }: Project): Note[] {
  if (!dockerfile) {
    const help = names.isUmbrella
      ? "mix phx.gen.release refuses to make one for an umbrella; docs/images.md says what an image must be"
      : "mix phx.gen.release --docker makes one that fits without changes";
    return [{ message: "there is no Dockerfile: nothing says what is in the image", help }];
  }
  const { cmd, entrypoint, env, from } = dockerfile;
  const runner = [...(entrypoint?.words ?? []), ...(cmd?.words ?? [])].find((word) => /^(mix|iex)$/.test(word));
  const ipv6 = env.get("ECTO_IPV6");
  return [
    ...(runner === undefined ? [] : [withoutRelease(runner, names.release.value, (cmd ?? entrypoint)?.at)]),
    ...(entrypoint && isReleaseScript(entrypoint.words[0], names.release.value)
      ? [{ ...asEntrypoint(entrypoint, cmd), isProblem: distillery.found === undefined }]
      : []),
    ...(cmd && isShellWithoutExec(cmd)
      ? [problem(cmd.at, "a shell starts the release without exec: SIGTERM ends the shell, and nothing is drained", "write exec before the last command")]
      : []),
    ...(ipv6 && /^(true|1)$/.test(ipv6.value)
      ? [problem(ipv6.at, "the image reaches the database over IPv6 alone, as on Fly.io", "delete the line; database.ipv6 says so where it is wanted")]
      : []),
    ...(from && /(^|\/)scratch$/.test(from.image)
      ? [problem(from.at, "an empty image has no shell, and the release's script needs one", "begin the last stage with an image that has sh")]
      : []),
  ];
}

type Start = NonNullable<Dockerfile["cmd"]>;

const isReleaseScript = (word: string | undefined, release: string): boolean => word !== undefined && new RegExp(`(^|/)bin/(${release}|server)$`).test(word);

function isShellWithoutExec({ isShell, words }: Start): boolean {
  const line = words.join(" ");
  return isShell && /&&|;|\|/.test(line) && !/\bexec\b/.test(line);
}

const withoutRelease = (runner: string, release: string, at: Note["at"]): Note =>
  problem(
    at,
    `the image runs ${runner}, and has no release: there is no bin/${release}, nothing to drain, and migrations need mix`,
    "mix phx.gen.release --docker makes an image with a release",
  );

const asEntrypoint = (entrypoint: Start, cmd: Start | undefined): Note =>
  problem(
    entrypoint.at,
    "the ENTRYPOINT is the release's script: what we give as args (migrations, waiting for them) becomes arguments of it",
    `make it CMD: CMD ${JSON.stringify([...entrypoint.words, ...(cmd?.words ?? [])])}`,
  );

function configuration({ variables, hasRuntimeConfig, distillery, web, repos }: Project): Note[] {
  const late = variables.find(({ when, isRequired }) => when === "build" && isRequired);
  return [
    ...(late && !hasRuntimeConfig && !distillery.found
      ? [
          problem(
            late.at,
            `${late.name} is read when the release is built, not when a pod starts: what the pod says comes too late`,
            "move the file to config/runtime.exs, with import Config, and delete its import_config (Elixir 1.11 or later; config/releases.exs since 1.9)",
          ),
        ]
      : []),
    ...(repos.onlyIpv6
      ? [
          problem(
            repos.onlyIpv6,
            "the repo reaches its database over IPv6 alone, as on Fly.io",
            'socket_options: if(System.get_env("ECTO_IPV6") in ~w(true 1), do: [:inet6], else: []); database.ipv6 sets it',
          ),
        ]
      : []),
    ...(web.loopback
      ? [problem(web.loopback, "the endpoint listens on the loopback interface alone: no probe and no request reaches it", "ip: {0, 0, 0, 0, 0, 0, 0, 0}")]
      : []),
  ];
}

/** Labels that the objects have anyway. */
const KNOWN_LABEL = /^(phoenix-release\.dev\/cluster|app\.kubernetes\.io\/name)=/;

function discovery({ clustering: { unfit, query, strategy, discovery, mode, otherSelector }, scripts }: Project): Note[] {
  return [
    ...(otherSelector && !KNOWN_LABEL.test(otherSelector.value)
      ? [
          problem(
            otherSelector.at,
            `kubernetes_selector ${otherSelector.value} is nothing that can be put on the objects as labels`,
            'kubernetes_selector: "phoenix-release.dev/cluster=NAME", which they have, or labels such as app=shop',
          ),
        ]
      : []),
    ...(mode && !scripts.node
      ? [
          problem(
            mode.at,
            `${strategy} with mode :${mode.value} looks for nodes that are not called by their address, as ours are`,
            "mode: :ip, or name the nodes in rel/env.sh.eex",
          ),
        ]
      : []),
    ...(unfit
      ? [
          problem(
            unfit.at,
            `${unfit.value} finds no pods: networks of pods pass no multicast, and names of pods are not known before`,
            'Cluster.Strategy.DNSPoll with query: System.get_env("DNS_CLUSTER_QUERY"), or dns_cluster',
          ),
        ]
      : []),
    ...(query && !unfit && discovery?.value !== "custom" && !query.value.includes("${")
      ? [
          problem(
            query.at,
            `${strategy} asks for a name that is written into the code (${query.value}); the Service has another, which the pod is told`,
            `${query.why}: System.get_env("${discovery?.value === "libcluster-srv" ? "CLUSTER_SERVICE" : "DNS_CLUSTER_QUERY"}")`,
          ),
        ]
      : []),
  ];
}
