import Config

if System.get_env("PHX_SERVER") do
  config :trips, TripsWeb.Endpoint, server: true
end

if config_env() == :prod do
  app_name = System.get_env("FLY_APP_NAME") || raise "FLY_APP_NAME not available"

  config :libcluster,
    topologies: [
      fly6pn: [strategy: Cluster.Strategy.DNSPoll, config: [polling_interval: 5_000, query: "#{app_name}.internal", node_basename: app_name]]
    ]

  config :trips, Trips.Repo,
    url: System.get_env("DATABASE_URL") || raise("DATABASE_URL is missing"),
    socket_options: [:inet6]

  config :trips, TripsWeb.Endpoint,
    url: [host: System.get_env("PHX_HOST") || "#{app_name}.fly.dev", port: 443],
    http: [port: String.to_integer(System.get_env("PORT") || "8080")],
    secret_key_base: System.get_env("SECRET_KEY_BASE") || raise("SECRET_KEY_BASE is missing")
end
