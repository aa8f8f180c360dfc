defmodule Weather.Application do
  use Application

  def start(_type, _args) do
    children = [{DNSCluster, query: Application.get_env(:weather, :dns_cluster_query) || :ignore}, WeatherWeb.Endpoint]
    Supervisor.start_link(children, strategy: :one_for_one)
  end
end
