defmodule Ledger.Mixfile do
  use Mix.Project

  def project do
    [app: :ledger, version: "4.2.0", elixir: "~> 1.8", deps: deps()]
  end

  defp deps do
    [
      {:phoenix, "~> 1.4.0"},
      {:phoenix_ecto, "~> 4.0"},
      {:ecto_sql, "~> 3.0"},
      {:postgrex, ">= 0.0.0"},
      {:plug_cowboy, "~> 2.0"},
      {:libcluster, "~> 3.1"},
      {:distillery, "~> 2.1", runtime: false}
    ]
  end
end
