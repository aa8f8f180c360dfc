defmodule UWeb.MixProject do
  use Mix.Project
  def project do
    [app: :u_web, version: "0.1.0", deps: [{:phoenix, "~> 1.7.14"}, {:u, in_umbrella: true}, {:bandit, "~> 1.5"}]]
  end
end
