defmodule Trips.MixProject do
  use Mix.Project

  def project do
    [app: :trips, version: "0.1.0", elixir: "~> 1.14", deps: deps()]
  end

  defp deps do
    [
      {:phoenix, "~> 1.7.7"},
      {:ecto_sql, "~> 3.10"},
      {:postgrex, ">= 0.0.0"},
      {:phoenix_live_view, "~> 0.19"},
      {:plug_cowboy, "~> 2.5"},
      {:libcluster, "~> 3.3"}
    ]
  end
end
