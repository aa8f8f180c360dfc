defmodule Acme.MixProject do
  use Mix.Project

  def project do
    [
      apps_path: "apps",
      version: "3.0.0",
      start_permanent: Mix.env() == :prod,
      deps: deps(),
      aliases: aliases(),
      releases: releases()
    ]
  end

  defp releases do
    [
      acme_worker: [applications: [acme: :permanent, acme_jobs: :permanent]],
      acme_web: [applications: [acme: :permanent, acme_web: :permanent]]
    ]
  end

  defp deps, do: []
  defp aliases, do: [setup: ["cmd mix setup"]]
end
