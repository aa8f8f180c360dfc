import Config

config :acme, ecto_repos: [Acme.Repo, Acme.AnalyticsRepo]

config :acme_web, ecto_repos: [Acme.Repo, Acme.AnalyticsRepo]

config :acme_web, AcmeWeb.Endpoint,
  url: [host: "localhost"],
  adapter: Bandit.PhoenixAdapter

config :libcluster,
  topologies: [
    pods: [
      strategy: Cluster.Strategy.Kubernetes.DNS,
      config: [
        service: "acme-headless",
        application_name: "acme",
        polling_interval: 5_000
      ]
    ]
  ]

import_config "#{config_env()}.exs"
