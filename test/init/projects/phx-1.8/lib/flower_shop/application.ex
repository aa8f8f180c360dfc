defmodule FlowerShop.Application do
  use Application

  def start(_type, _args) do
    children = [
      FlowerShop.PromEx,
      FlowerShop.Repo,
      {DNSCluster, query: Application.get_env(:flower_shop, :dns_cluster_query) || :ignore},
      FlowerShopWeb.Endpoint
    ]

    Supervisor.start_link(children, strategy: :one_for_one)
  end
end
