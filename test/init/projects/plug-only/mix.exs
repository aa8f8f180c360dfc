defmodule Hooks.MixProject do
  use Mix.Project

  def project do
    [app: :hooks, version: "0.2.0", deps: [{:bandit, "~> 1.5"}, {:plug, "~> 1.15"}]]
  end

  def application, do: [mod: {Hooks.Application, []}]
end
