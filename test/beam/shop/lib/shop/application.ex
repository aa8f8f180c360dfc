defmodule Shop.Application do
  use Application

  @impl true
  def start(_type, _args) do
    env = Application.get_all_env(:shop)

    # Stopped from the last to the first, as an endpoint of Phoenix does: sockets, then HTTP, then the rest.
    server = if env[:server], do: [{Shop.Http, env[:port]}, {Shop.Sockets, env[:drain_ms]}], else: []
    children = [{Shop.Cluster, {env[:discovery], env[:dns_cluster_query]}}, {Task.Supervisor, name: Shop.Connections}]
    Supervisor.start_link(children ++ server, strategy: :one_for_one, name: Shop.Supervisor)
  end
end
