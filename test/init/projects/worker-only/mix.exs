defmodule Mailer.MixProject do
  use Mix.Project

  def project do
    [app: :mailer, version: "0.2.0", deps: [{:oban, "~> 2.18"}, {:ecto_sql, "~> 3.12"}, {:postgrex, ">= 0.0.0"}]]
  end
end
