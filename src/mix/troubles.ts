import type { Note } from "./fact.ts";
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
  const runsMix = [...(entrypoint?.words ?? []), ...(cmd?.words ?? [])].find((word) => /^(mix|iex)$/.test(word));
  const shell = cmd?.isShell && /&&|;|\|/.test(cmd.words.join(" ")) && !/\bexec\b/.test(cmd.words.join(" "));
  const ipv6 = env.get("ECTO_IPV6");
  return [
    ...(runsMix !== undefined
      ? [
          {
            isProblem: true,
            at: (cmd ?? entrypoint)?.at ?? { file: dockerfile.file, line: 1 },
            message: `the image runs ${runsMix}, and has no release: there is no bin/${names.release.value}, nothing to drain, and migrations need mix`,
            help: "mix phx.gen.release --docker makes an image with a release",
          },
        ]
      : []),
    ...(entrypoint && isReleaseScript(entrypoint.words[0], names.release.value)
      ? [
          {
            isProblem: distillery.found === undefined,
            at: entrypoint.at,
            message: "the ENTRYPOINT is the release's script: what we give as args (migrations, waiting for them) becomes arguments of it",
            help: `make it CMD: CMD ${JSON.stringify([...entrypoint.words, ...(cmd?.words ?? [])])}`,
          },
        ]
      : []),
    ...(shell
      ? [
          {
            isProblem: true,
            at: cmd.at,
            message: "a shell starts the release without exec: SIGTERM ends the shell, and nothing is drained",
            help: "write exec before the last command",
          },
        ]
      : []),
    ...(ipv6 && /^(true|1)$/.test(ipv6.value)
      ? [
          {
            isProblem: true,
            at: ipv6.at,
            message: "the image reaches the database over IPv6 alone, as on Fly.io",
            help: "delete the line; database.ipv6 says so where it is wanted",
          },
        ]
      : []),
    ...(from && /(^|\/)scratch$/.test(from.image)
      ? [
          {
            isProblem: true,
            at: from.at,
            message: "an empty image has no shell, and the release's script needs one",
            help: "begin the last stage with an image that has sh",
          },
        ]
      : []),
  ];
}

const isReleaseScript = (word: string | undefined, release: string): boolean => word !== undefined && new RegExp(`(^|/)bin/(${release}|server)$`).test(word);

function configuration({ variables, hasRuntimeConfig, distillery, web, repos }: Project): Note[] {
  const late = variables.find(({ when, isRequired }) => when === "build" && isRequired);
  return [
    ...(late && !hasRuntimeConfig && !distillery.found
      ? [
          {
            isProblem: true,
            at: late.at,
            message: `${late.name} is read when the release is built, not when a pod starts: what the pod says comes too late`,
            help: "move the file to config/runtime.exs, with import Config, and delete its import_config (Elixir 1.11 or later; config/releases.exs since 1.9)",
          },
        ]
      : []),
    ...(repos.onlyIpv6
      ? [
          {
            isProblem: true,
            at: repos.onlyIpv6,
            message: "the repo reaches its database over IPv6 alone, as on Fly.io",
            help: 'socket_options: if(System.get_env("ECTO_IPV6") in ~w(true 1), do: [:inet6], else: []); database.ipv6 sets it',
          },
        ]
      : []),
    ...(web.loopback
      ? [
          {
            isProblem: true,
            at: web.loopback,
            message: "the endpoint listens on the loopback interface alone: no probe and no request reaches it",
            help: "ip: {0, 0, 0, 0, 0, 0, 0, 0}",
          },
        ]
      : []),
  ];
}

function discovery({ clustering: { unfit, query, strategy, discovery, mode, otherSelector }, scripts }: Project): Note[] {
  return [
    ...(otherSelector && !/^(phoenix-release\.dev\/cluster|app\.kubernetes\.io\/name)=/.test(otherSelector.value)
      ? [
          {
            isProblem: true,
            ...(otherSelector.at && { at: otherSelector.at }),
            message: `kubernetes_selector ${otherSelector.value} is nothing that can be put on the objects as labels`,
            help: 'kubernetes_selector: "phoenix-release.dev/cluster=NAME", which they have, or labels such as app=shop',
          },
        ]
      : []),
    ...(mode && !scripts.node
      ? [
          {
            isProblem: true,
            ...(mode.at && { at: mode.at }),
            message: `${strategy} with mode :${mode.value} looks for nodes that are not called by their address, as ours are`,
            help: "mode: :ip, or name the nodes in rel/env.sh.eex",
          },
        ]
      : []),
    ...(unfit
      ? [
          {
            isProblem: true,
            ...(unfit.at && { at: unfit.at }),
            message: `${unfit.value} finds no pods: networks of pods pass no multicast, and names of pods are not known before`,
            help: 'Cluster.Strategy.DNSPoll with query: System.get_env("DNS_CLUSTER_QUERY"), or dns_cluster',
          },
        ]
      : []),
    ...(query && !unfit && discovery?.value !== "custom" && !query.value.includes("${")
      ? [
          {
            isProblem: true,
            ...(query.at && { at: query.at }),
            message: `${strategy} asks for a name that is written into the code (${query.value}); the Service has another, which the pod is told`,
            help:
              discovery?.value === "libcluster-srv" ? `${query.why}: System.get_env("CLUSTER_SERVICE")` : `${query.why}: System.get_env("DNS_CLUSTER_QUERY")`,
          },
        ]
      : []),
  ];
}
