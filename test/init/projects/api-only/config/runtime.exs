import Config

if System.get_env("PHX_SERVER"), do: config(:weather, WeatherWeb.Endpoint, server: true)

config :weather, WeatherWeb.Endpoint, http: [port: String.to_integer(System.get_env("PORT", "4000"))]

if config_env() == :prod do
  config :weather, :dns_cluster_query, System.get_env("DNS_CLUSTER_QUERY")
  config :weather, :upstream, System.fetch_env!("UPSTREAM_URL")

  config :weather, WeatherWeb.Endpoint,
    url: [host: System.get_env("PHX_HOST") || "example.com", port: 443, scheme: "https"],
    secret_key_base: System.get_env("SECRET_KEY_BASE") || raise("SECRET_KEY_BASE is missing")
end
