import Config

if config_env() == :prod do
  topologies =
    if query = System.get_env("CLUSTER_DNS") do
      [
        pods: [
          strategy: Elixir.Cluster.Strategy.DNSPoll,
          config: [polling_interval: 5_000, query: System.get_env("CLUSTER_DNS"), node_basename: "billing"]
        ]
      ]
    else
      []
    end

  config :libcluster, topologies: topologies

  config :billing_api, Billing.Repo,
    url: System.fetch_env!("DATABASE_URL"),
    pool_size: String.to_integer(System.get_env("POOL_SIZE", "10"))

  config :billing_api, BillingWeb.Endpoint,
    server: true,
    url: [host: System.fetch_env!("PHX_HOST"), port: 443],
    http: [port: String.to_integer(System.fetch_env!("PORT"))],
    secret_key_base: System.fetch_env!("SECRET_KEY_BASE")
end
