defmodule Billing.MixProject do
  use Mix.Project

  def project do
    [app: :billing_api, version: "1.0.0-rc.1", elixir: "~> 1.14", deps: deps()]
  end

  defp deps() do
    [
      {:phoenix, "~> 1.7.0"},
      {:ecto_sql, "~> 3.6"},
      {:myxql, ">= 0.0.0"},
      {:plug_cowboy, "~> 2.5"},
      {:libcluster, "~> 3.3"},
      {:telemetry_metrics_prometheus, "~> 1.1"}
    ]
  end
end
