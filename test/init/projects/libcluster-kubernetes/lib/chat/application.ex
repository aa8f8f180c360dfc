defmodule Chat.Application do
  use Application

  @impl true
  def start(_type, _args) do
    topologies = [
      k8s: [
        strategy: Cluster.Strategy.Kubernetes,
        config: [
          mode: :ip,
          kubernetes_node_basename: "chat",
          kubernetes_selector: "app=chat,tier=web",
          kubernetes_namespace: System.get_env("POD_NAMESPACE"),
          kubernetes_ip_lookup_mode: :pods,
          polling_interval: 10_000
        ]
      ]
    ]

    children = [{Cluster.Supervisor, [topologies, [name: Chat.ClusterSupervisor]]}, Chat.Repo, ChatWeb.Endpoint]
    Supervisor.start_link(children, strategy: :one_for_one)
  end
end
