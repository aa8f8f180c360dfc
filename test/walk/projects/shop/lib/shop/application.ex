defmodule Shop.Application do
  use Application

  def start(_type, _args) do
    children = [
      Shop.Repo,
      {DNSCluster, query: Application.get_env(:shop, :dns_cluster_query) || :ignore},
      ShopWeb.Endpoint
    ]

    Supervisor.start_link(children, strategy: :one_for_one)
  end
end
