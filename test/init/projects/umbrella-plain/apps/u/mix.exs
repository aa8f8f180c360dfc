defmodule U.Core.MixProject do
  use Mix.Project
  def project do
    [app: :u, version: "0.1.0", build_path: "../../_build", deps: [{:ecto_sql, "~> 3.1"}, {:postgrex, ">= 0.0.0"}, {:dns_cluster, "~> 0.1"}]]
  end
end
