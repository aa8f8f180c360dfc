defmodule Broken.MixProject do
  use Mix.Project

  def project do
    [
      app: :broken,
      version: "0.1.0,
      deps: deps()
    ]
  end

  defp deps, do: [{:phoenix, "~> 1.7"}]
end
