defmodule Registry.MixProject do
  use Mix.Project

  def project do
    [app: :registry, version: "1.0.0", deps: [{:phoenix, "~> 1.7.0"}, {:libcluster, "~> 3.3"}, {:bandit, "~> 1.5"}]]
  end
end
