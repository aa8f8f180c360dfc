/** Where more is said about a field and all below it: a page of docs/, and where it comes from. The longest path counts. */
interface Source {
  readonly page: string;
  readonly links: readonly string[];
}

const KUBERNETES = "https://kubernetes.io/docs";
const PHOENIX = "https://hexdocs.pm/phoenix";
const ERLANG = "https://www.erlang.org/doc";

const sources: Readonly<Record<string, Source>> = {
  metadata: { page: "docs/environments.md", links: [`${KUBERNETES}/concepts/overview/working-with-objects/names/`] },
  "metadata.annotations": { page: "docs/validate.md", links: [] },
  spec: { page: "docs/reference.md", links: ["https://hexdocs.pm/mix/Mix.Tasks.Release.html"] },
  "spec.image": { page: "docs/images.md", links: [`${KUBERNETES}/concepts/containers/images/`] },
  "spec.imagePullPolicy": { page: "docs/checklist.md", links: [`${KUBERNETES}/concepts/containers/images/#image-pull-policy`] },
  "spec.imagePullSecrets": {
    page: "docs/kubernetes.md",
    links: [`${KUBERNETES}/concepts/containers/images/#specifying-imagepullsecrets-on-a-pod`],
  },
  "spec.host": { page: "docs/hosts.md", links: [`${PHOENIX}/Phoenix.Endpoint.html`] },
  "spec.extraHosts": { page: "docs/hosts.md", links: [`${PHOENIX}/Phoenix.Endpoint.html`] },
  "spec.secretName": { page: "docs/security.md", links: [`${KUBERNETES}/concepts/configuration/secret/`] },
  "spec.release": { page: "docs/images.md", links: ["https://hexdocs.pm/mix/Mix.Tasks.Release.html", "https://hexdocs.pm/distillery/"] },
  "spec.http": { page: "docs/images.md", links: [`${PHOENIX}/releases.html`] },
  "spec.health": {
    page: "docs/probes.md",
    links: [`${KUBERNETES}/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/`, "https://hexdocs.pm/plug/Plug.SSL.html"],
  },
  "spec.expose": { page: "docs/edge.md", links: [`${KUBERNETES}/concepts/services-networking/ingress/`] },
  "spec.expose.gateway": { page: "docs/edge.md", links: ["https://gateway-api.sigs.k8s.io/"] },
  "spec.env": { page: "docs/environments.md", links: [`${KUBERNETES}/concepts/configuration/configmap/`] },
  "spec.plainEnv": { page: "docs/security.md", links: [] },
  "spec.secretEnv": { page: "docs/security.md", links: [`${KUBERNETES}/concepts/configuration/secret/`] },
  "spec.envFrom": { page: "docs/security.md", links: [`${KUBERNETES}/concepts/configuration/secret/`] },
  "spec.database": { page: "docs/database.md", links: ["https://hexdocs.pm/ecto_sql/Ecto.Adapters.Postgres.html"] },
  "spec.migrations": { page: "docs/migrations.md", links: ["https://hexdocs.pm/ecto_sql/Ecto.Migrator.html"] },
  "spec.seed": { page: "docs/migrations.md", links: [`${KUBERNETES}/concepts/workloads/controllers/job/`] },
  "spec.cron": { page: "docs/workers.md", links: [`${KUBERNETES}/concepts/workloads/controllers/cron-jobs/`] },
  "spec.cluster": { page: "docs/clustering.md", links: ["https://hexdocs.pm/dns_cluster/", "https://hexdocs.pm/libcluster/"] },
  "spec.cluster.epmd": { page: "docs/clustering.md", links: [`${ERLANG}/apps/erts/epmd_cmd.html`] },
  "spec.cluster.distribution": { page: "docs/clustering.md", links: [`${ERLANG}/apps/kernel/kernel_app.html`] },
  "spec.drain": { page: "docs/shutdown.md", links: [`${KUBERNETES}/concepts/workloads/pods/pod-lifecycle/#pod-termination`] },
  "spec.drain.socketsSeconds": { page: "docs/shutdown.md", links: [`${PHOENIX}/Phoenix.Socket.html`] },
  "spec.drain.httpSeconds": {
    page: "docs/shutdown.md",
    links: ["https://hexdocs.pm/bandit/Bandit.html", "https://hexdocs.pm/plug_cowboy/Plug.Cowboy.Drainer.html"],
  },
  "spec.drain.jobsSeconds": { page: "docs/shutdown.md", links: ["https://hexdocs.pm/oban/Oban.html"] },
  "spec.resources": { page: "docs/resources.md", links: [`${KUBERNETES}/concepts/configuration/manage-resources-containers/`] },
  "spec.beam": { page: "docs/resources.md", links: [`${ERLANG}/apps/erts/erl_cmd.html`] },
  "spec.availability": { page: "docs/checklist.md", links: [`${KUBERNETES}/concepts/workloads/pods/disruptions/`] },
  "spec.rollout": { page: "docs/migrations.md", links: [`${KUBERNETES}/concepts/workloads/controllers/deployment/`] },
  "spec.networkPolicy": { page: "docs/security.md", links: [`${KUBERNETES}/concepts/services-networking/network-policies/`] },
  "spec.serviceAccount": { page: "docs/security.md", links: [`${KUBERNETES}/reference/access-authn-authz/rbac/`] },
  "spec.security": { page: "docs/security.md", links: [`${KUBERNETES}/concepts/security/pod-security-standards/`] },
  "spec.files": { page: "docs/tls-distribution.md", links: [`${KUBERNETES}/concepts/storage/volumes/`] },
  "spec.writablePaths": { page: "docs/security.md", links: [`${KUBERNETES}/concepts/storage/volumes/#emptydir`] },
  "spec.metrics": { page: "docs/metrics.md", links: ["https://hexdocs.pm/prom_ex/"] },
  "spec.pod": { page: "docs/kubernetes.md", links: [`${KUBERNETES}/reference/kubernetes-api/workload-resources/pod-v1/`] },
  "spec.pod.sidecars": { page: "docs/how-to.md", links: [`${KUBERNETES}/concepts/workloads/pods/sidecar-containers/`] },
  "spec.processes": { page: "docs/workers.md", links: [`${KUBERNETES}/concepts/workloads/controllers/deployment/`] },
  "spec.processes.<name>.ports": { page: "docs/hosts.md", links: [`${KUBERNETES}/concepts/services-networking/service/`] },
  "spec.processes.<name>.service": { page: "docs/hosts.md", links: [`${KUBERNETES}/concepts/services-networking/service/`] },
  "spec.processes.<name>.stateful": { page: "docs/state.md", links: [`${KUBERNETES}/concepts/workloads/controllers/statefulset/`] },
  "spec.processes.<name>.storage": { page: "docs/state.md", links: [`${KUBERNETES}/concepts/storage/persistent-volumes/`] },
  "spec.processes.<name>.autoscale": { page: "docs/resources.md", links: [`${KUBERNETES}/concepts/workloads/autoscaling/`] },
  "spec.processes.<name>.cluster": { page: "docs/clustering.md", links: ["https://hexdocs.pm/dns_cluster/"] },
  "spec.patches": { page: "docs/faq.md", links: ["https://www.rfc-editor.org/rfc/rfc6902"] },
  "spec.kubernetesVersion": { page: "docs/shutdown.md", links: ["https://kubernetes.io/releases/version-skew-policy/"] },
};

/** All paths of the table, for the tests. */
export const sourcePaths = (): readonly string[] => Object.keys(sources);

/** @param path of a field, with <name> for names of the user */
export function sourceOf(path: readonly string[]): Source {
  for (let length = path.length; length > 0; length--) {
    const found = sources[path.slice(0, length).join(".")];
    if (found) return found;
  }
  return { page: "docs/reference.md", links: [] };
}
