defmodule Shop.Search do
  # Asked for when somebody searches, not when the release boots.
  def client, do: Meili.client(System.fetch_env!("MEILI_MASTER_KEY"))
end
