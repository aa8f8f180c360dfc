defmodule Chat.MixProject do
  use Mix.Project

  def project do
    [app: :chat, version: "5.1.0", deps: deps()]
  end

  defp deps do
    [
      {:phoenix, "~> 1.7.14"},
      {:phoenix_live_view, "~> 1.0"},
      {:ecto_sql, "~> 3.10"},
      {:postgrex, ">= 0.0.0"},
      {:libcluster, "~> 3.4"},
      {:bandit, "~> 1.5"}
    ]
  end
end
