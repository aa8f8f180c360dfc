defmodule U.Repo do
  use Ecto.Repo, otp_app: :u, adapter: Ecto.Adapters.Postgres
end
