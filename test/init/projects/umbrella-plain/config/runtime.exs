import Config
if config_env() == :prod do
  config :u, U.Repo, url: System.fetch_env!("DATABASE_URL")
  config :u_web, UWeb.Endpoint, http: [port: String.to_integer(System.get_env("PORT") || "4000")], secret_key_base: System.fetch_env!("SECRET_KEY_BASE")
  config :u_admin, UAdmin.Endpoint, http: [port: String.to_integer(System.get_env("ADMIN_PORT") || "4001")], secret_key_base: System.fetch_env!("SECRET_KEY_BASE")
end
