import Config

# What phx.new writes here, with the same variables, defaults and refusals.

required = fn name -> System.get_env(name) || raise("environment variable #{name} is missing") end

config :shop,
  server: System.get_env("PHX_SERVER") != nil,
  port: String.to_integer(System.get_env("PORT") || "4000"),
  host: System.get_env("PHX_HOST") || "example.com",
  secret_key_base: required.("SECRET_KEY_BASE")

# An application without Ecto has no such list.
config :shop, ecto_repos: if(System.get_env("SHOP_REPOS") == "none", do: [], else: [Shop.Repo])

config :shop, Shop.Repo,
  url: System.get_env("DATABASE_PATH") || required.("DATABASE_URL"),
  pool_size: String.to_integer(System.get_env("POOL_SIZE") || "10"),
  ipv6: System.get_env("ECTO_IPV6") in ~w(true 1)

# libcluster's DNSSRV is given the Service and makes the rest of the name by itself.
if service = System.get_env("SHOP_SERVICE") do
  config :shop, discovery: :srv, dns_cluster_query: "#{service}.#{required.("POD_NAMESPACE")}.svc.cluster.local"
else
  config :shop, discovery: :a, dns_cluster_query: System.get_env("DNS_CLUSTER_QUERY")
end

# For the tests: how long a stop takes.
config :shop,
  drain_ms: String.to_integer(System.get_env("SHOP_DRAIN_MS") || "0")
