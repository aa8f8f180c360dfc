defmodule Weather.MixProject do
  use Mix.Project

  def project do
    [app: :weather, version: "0.1.0", elixir: "~> 1.15", deps: deps()]
  end

  defp deps do
    [{:phoenix, "~> 1.8.1"}, {:dns_cluster, "~> 0.2.0"}, {:jason, "~> 1.2"}, {:bandit, "~> 1.5"}]
  end
end
