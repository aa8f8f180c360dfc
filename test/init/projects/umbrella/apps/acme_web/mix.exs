defmodule AcmeWeb.MixProject do
  use Mix.Project

  def project do
    [app: :acme_web, version: "0.1.0", build_path: "../../_build", deps: deps()]
  end

  defp deps do
    [{:phoenix, "~> 1.7.12"}, {:phoenix_live_view, "~> 0.20.14"}, {:acme, in_umbrella: true}, {:bandit, "~> 1.5"}]
  end
end
