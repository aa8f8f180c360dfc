import Config
import Dotenvy

source!([".env", System.get_env()])

if config_env() == :prod do
  config :depot, Depot.Repo,
    url: env!("DEPOT_DB_URL", :string!),
    pool_size: env!("DEPOT_DB_POOL", :integer, 12)

  config :depot, DepotWeb.Endpoint,
    server: true,
    http: [port: env!("DEPOT_HTTP_PORT", :integer, 8080)],
    url: [host: env!("DEPOT_HOST", :string)],
    secret_key_base: env!("DEPOT_SECRET_KEY_BASE", :string!)

  config :depot, :dns_cluster_query, env!("DEPOT_CLUSTER", :string?, nil)
  config :depot, :webhook_secret, env!("DEPOT_WEBHOOK_SECRET", :string!)
end
