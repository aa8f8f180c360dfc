defmodule Shop.MixProject do
  use Mix.Project

  # The smallest application that behaves like one of phx.new where the generated manifests touch it: no dependencies, so that
  # Debian's elixir can build it without a network.
  def project do
    [app: :shop, version: "1.0.0", elixir: "~> 1.14", start_permanent: true, deps: [], releases: releases()]
  end

  # With SHOP_TLS the release can speak TLS between its nodes; that takes OpenSSL's library on the machine that runs it.
  def application, do: [mod: {Shop.Application, []}, extra_applications: if(System.get_env("SHOP_TLS"), do: [:logger, :ssl], else: [:logger])]

  # shop_stubborn has habits of its own that the generated environment must put up with or win over: flags in rel/vm.args.eex, and it
  # evaluates its configuration, writes it to RELEASE_TMP and starts itself again, as releases with config/releases.exs do.
  defp releases do
    [
      shop: [include_executables_for: [:unix]],
      shop_stubborn: [include_executables_for: [:unix], reboot_system_after_config: true]
    ]
  end
end
