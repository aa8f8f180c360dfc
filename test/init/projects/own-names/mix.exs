defmodule Depot.MixProject do
  use Mix.Project

  def project do
    [app: :depot, version: "7.0.0", elixir: "~> 1.17", deps: deps(), releases: [depot_server: [include_executables_for: [:unix]]]]
  end

  defp deps do
    [{:phoenix, "~> 1.7.21"}, {:ecto_sql, "~> 3.12"}, {:postgrex, ">= 0.0.0"}, {:dns_cluster, "~> 0.2"}, {:bandit, "~> 1.6"}, {:dotenvy, "~> 1.0"}]
  end
end
