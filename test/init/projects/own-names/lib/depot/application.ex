defmodule Depot.Application do
  use Application

  def start(_type, _args) do
    Supervisor.start_link([Depot.Repo, {DNSCluster, query: Application.get_env(:depot, :dns_cluster_query)}, DepotWeb.Endpoint], strategy: :one_for_one)
  end
end
