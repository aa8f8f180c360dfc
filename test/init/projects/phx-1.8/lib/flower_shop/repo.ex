defmodule FlowerShop.Repo do
  use Ecto.Repo, otp_app: :flower_shop, adapter: Ecto.Adapters.Postgres
end
