use Mix.Config

config :ledger, ecto_repos: [Ledger.Repo]

config :libcluster,
  topologies: [pods: [strategy: Cluster.Strategy.DNSPoll, config: [query: "${DNS_CLUSTER_QUERY}", node_basename: "ledger"]]]

import_config "#{Mix.env()}.exs"
