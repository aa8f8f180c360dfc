import Config

config :libcluster,
  topologies: [
    pods: [
      strategy: Cluster.Strategy.Kubernetes.DNSSRV,
      config: [
        service: System.get_env("HEADLESS_SERVICE"),
        application_name: "registry",
        namespace: System.get_env("POD_NAMESPACE")
      ]
    ]
  ]

if config_env() == :prod do
  config :registry, RegistryWeb.Endpoint,
    http: [port: String.to_integer(System.get_env("PORT") || "4000")],
    url: [host: System.get_env("PHX_HOST")],
    secret_key_base: System.fetch_env!("SECRET_KEY_BASE")
end
