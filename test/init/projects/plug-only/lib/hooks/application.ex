defmodule Hooks.Application do
  use Application

  def start(_type, _args) do
    port = String.to_integer(System.get_env("PORT") || "4000")
    Supervisor.start_link([{Bandit, plug: Hooks.Router, port: port}], strategy: :one_for_one)
  end
end
