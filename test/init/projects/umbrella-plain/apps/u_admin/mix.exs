defmodule UAdmin.MixProject do
  use Mix.Project
  def project, do: [app: :u_admin, version: "0.1.0", deps: [{:phoenix, "~> 1.7.14"}]]
end
