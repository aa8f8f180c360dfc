defmodule Acme.Core.MixProject do
  use Mix.Project

  def project do
    [
      app: :acme,
      version: "0.1.0",
      build_path: "../../_build",
      config_path: "../../config/config.exs",
      deps_path: "../../deps",
      lockfile: "../../mix.lock",
      deps: [{:ecto_sql, "~> 3.10"}, {:postgrex, ">= 0.0.0"}, {:libcluster, "~> 3.3"}]
    ]
  end
end
