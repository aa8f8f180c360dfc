import Config

config :depot, ecto_repos: [Depot.Repo]
config :depot, DepotWeb.Endpoint, adapter: Bandit.PhoenixAdapter
