import Config

config :flower_shop, FlowerShopWeb.Endpoint,
  cache_static_manifest: "priv/static/cache_manifest.json"

config :flower_shop, FlowerShopWeb.Endpoint,
  force_ssl: [
    rewrite_on: [:x_forwarded_proto],
    exclude: [
      # paths: ["/health"],
      hosts: ["localhost", "127.0.0.1"]
    ]
  ]

config :flower_shop, FlowerShop.PromEx,
  metrics_server: [
    port: 4021,
    path: "/metrics",
    protocol: :http
  ]
