defmodule Acme.Jobs.MixProject do
  use Mix.Project

  def project do
    [app: :acme_jobs, version: "0.1.0", build_path: "../../_build", deps: [{:acme, in_umbrella: true}]]
  end
end
